/** `npm run analyze`: the package's command, on a build and a Chromium that this makes sure of. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../bin/commands/analyze.mjs';
import { ensureChromium } from './browser.mjs';

/** npm runs scripts in the package's folder; paths are meant from where the user is. */
const userFolder = process.env.npm_lifecycle_event === 'analyze' ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

if (existsSync('dist/index.js') || build()) {
  process.env.CHROMIUM_PATH ??= ensureChromium();
  process.chdir(userFolder);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.exitCode = 1;
}

/** Whether the package could be built. */
function build() {
  process.stderr.write('Building the package first.\n');
  // Its output goes to standard error: standard output is for results.
  return spawnSync('npm', ['run', 'build'], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }).status === 0;
}
