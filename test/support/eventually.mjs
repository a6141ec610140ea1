import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for any machine that can run the tests at all. */
export const PATIENCE_MS = 300_000;

const PAUSE_MS = 100;

/** Calls `check` until it no longer throws; what it throws in the end is what it threw last. */
export async function eventually(check) {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
