import type { ToneStream } from 'undertone';
import { next } from './events.js';

/** Of `createUndertone()`: a worker that `crash()` and `hang()` reach. */
export const CRASHING = { worker: '/test/pages/crashing.worker.js' };

/** Lets all such workers crash. */
export const crash = (): void => new BroadcastChannel('crash').postMessage(null);

/** Lets them crash; resolves once all of `streams` have heard of it. */
export async function crashFor(streams: readonly ToneStream[]) {
  const errors = streams.map((stream) => next(stream, 'error'));
  crash();
  return Promise.all(errors);
}

/** Lets such a worker hang; resolves once it does. */
export async function hang(): Promise<void> {
  const channel = new BroadcastChannel('hang');
  const hangs = new Promise((resolve) => channel.addEventListener('message', resolve));
  channel.postMessage(null);
  await hangs;
  channel.close();
}
