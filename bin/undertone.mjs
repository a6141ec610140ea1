#!/usr/bin/env node
/** `npx undertone COMMAND ...`: runs what `bin/commands/COMMAND.mjs` exports as `run`, and says what there is. */
import { readdirSync } from 'node:fs';

const commands = readdirSync(new URL('commands/', import.meta.url)).map((file) => file.replace(/\.mjs$/, ''));
const [command, ...words] = process.argv.slice(2);

if (commands.includes(command)) {
  const { run } = await import(new URL(`commands/${command}.mjs`, import.meta.url));
  process.exitCode = await run(words);
} else {
  const asked = command === undefined || ['--help', '-h', 'help'].includes(command);
  const usage = `Usage: npx undertone COMMAND ...\n\nCommands: ${commands.join(', ')}. Each says more with --help.\n`;
  if (asked) process.stdout.write(usage);
  else process.stderr.write(`There is no command "${command}".\n\n${usage}`);
  process.exitCode = asked ? 0 : 2;
}
