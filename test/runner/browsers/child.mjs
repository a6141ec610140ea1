import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A signal ends this process without its `exit`, by which it ends its children. */
const interrupted = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143);

/**
 * Starts a program in a process group of its own, so that it ends with all that it has started.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, stdin?: 'pipe' | 'ignore' }} [options] variables beside those of this process
 */
export function startChild(program, args, { env = {}, stdin = 'ignore' } = {}) {
  const child = spawn(program, args, { detached: true, env: { ...process.env, ...env }, stdio: [stdin, 'ignore', 'ignore'] });
  const ended = once(child, 'close').catch(() => {});
  const kill = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', kill);
  for (const signal of ['SIGINT', 'SIGTERM'])
    if (!process.listeners(signal).includes(interrupted)) process.on(signal, interrupted);
  return {
    stdin: child.stdin,
    async close() {
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
}
