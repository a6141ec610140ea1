import { spawnSync } from 'node:child_process';

/** Scripts of package.json that check the code without running it; each counts as one test. */
export const CHECKS = ['format:check', 'lint', 'layers', 'types'];

/** The same as `npm run SCRIPT`, without npm's own words. */
export const runScript = (script) => runCommand(['npm', 'run', '-s', script]);

/**
 * Runs a command; it passes when it exits with 0.
 * @param {readonly string[]} command
 */
async function runCommand([program, ...args]) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) throw error;
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
