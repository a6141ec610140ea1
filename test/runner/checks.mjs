import { spawnSync } from 'node:child_process';

/** What is checked without running the code; each counts as one test. */
export const CHECKS = [
  { name: 'types', command: ['npm', 'run', '-s', 'types'] },
];

/**
 * Runs a command; it passes when it exits with 0.
 * @param {readonly string[]} command
 */
export async function runCommand([program, ...args]) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) throw error;
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
