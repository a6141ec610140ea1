import { createUndertone, type ToneStream, type Undertone } from 'undertone';
import { playingClip, runningContext } from './audio.js';
import { CONSENT } from './consent.js';
import { next } from './events.js';

/** Of `createUndertone()`: a worker that `crash()` and `hang()` reach. */
export const CRASHING = { worker: '/test/pages/crashing.worker.js' };

interface CrashingSuite {
  readonly undertone: Undertone;
  readonly context: AudioContext;
  /** Plays speech, in `context`. */
  readonly voice: AudioNode;
  /** A new stream of `voice`. */
  readonly listen: () => ToneStream;
}

/** For the suite that calls this: somebody who speaks, and for each test an Undertone of its own with such a worker. */
export function crashingSuite(): CrashingSuite {
  const suite = {
    listen: () => suite.undertone.analyze(suite.voice, { consent: CONSENT, hopMs: 500 }),
  } as { -readonly [Part in keyof CrashingSuite]: CrashingSuite[Part] };
  before(async () => {
    suite.context = await runningContext();
    suite.voice = await playingClip(suite.context, 'spoken-neutral-meeting');
  });
  after(() => suite.context.close());
  beforeEach(async () => {
    suite.undertone = await createUndertone({ assets: CRASHING });
  });
  afterEach(() => suite.undertone.close());
  return suite;
}

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
