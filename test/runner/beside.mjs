import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url));

/** The last lines of a run. */
const COUNTS = /(?:^(\d+) files? skipped.*\n)?^(\d+) passed, (\d+) failed\n$(?![\s\S])/m;

/**
 * Runs the suites of one browser in a process of its own, so that they may run beside others.
 * @param {string} browser
 * @returns {Promise<{ passed: number, failed: number, skippedFiles: number, printed: string }>}
 */
export async function runBeside(browser) {
  const program = spawn(process.execPath, [RUN, browser], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let answer = '';
  for (const stream of [program.stdout, program.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  program.stdout.on('data', (text) => (answer += text));
  const [status] = await once(program, 'close');
  const [, skipped = 0, passed, failed] = COUNTS.exec(answer) ?? [undefined, 0, 0, 1];
  return {
    passed: Number(passed),
    failed: Math.max(Number(failed), status === 0 ? 0 : 1),
    skippedFiles: Number(skipped),
    printed,
  };
}
