import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Scripts of package.json that check the code without running it; each counts as one test. */
export const CHECKS = ['format:check', 'lint', 'layers', 'types'];

/** The same as `npm run SCRIPT`, without npm's own words. */
export const runScript = (script) => runCommand(['npm', 'run', '-s', script]);

/**
 * Runs a command; it passes when it exits with 0.
 * @param {readonly string[]} command
 */
async function runCommand([program, ...args]) {
  const [status] = await once(spawn(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }), 'close');
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
