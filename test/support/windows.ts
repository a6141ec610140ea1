import fc from 'fast-check';
import type { WindowResult } from '../../src/model/window-result.js';

export const HOP_SECONDS = 2.5;
const WINDOW_SECONDS = 5;
/** Threshold of speech that the tests of estimates use. */
export const THRESHOLD = 0.5;

/** How one window sounds; speech is counted in hundredths of a second so that sums are exact to compare. */
export interface Hop {
  sentiment: [number, number, number];
  speech: number;
  /** Hundredths of a second of the hop that are active. */
  active: number;
}

const sentiments = fc
  .tuple(
    ...([0, 1, 2].map(() => fc.integer({ min: 0, max: 1000 })) as [
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
      fc.Arbitrary<number>,
    ]),
  )
  .filter(([a, b, c]) => a + b + c > 0)
  .map(([a, b, c]): [number, number, number] => [a / (a + b + c), b / (a + b + c), c / (a + b + c)]);

/** Hops of a call: speech, silence and what lies between. */
export const hops = (maxLength = 60): fc.Arbitrary<Hop[]> =>
  fc.array(
    fc.record({
      sentiment: sentiments,
      speech: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, THRESHOLD, 1)),
      active: fc.integer({ min: 0, max: 100 * HOP_SECONDS }),
    }),
    { maxLength },
  );

/** The results that the worker would give for a call of these hops. */
export function toResults(call: readonly Hop[]): WindowResult[] {
  return call.map(({ sentiment, speech, active }, i) => {
    const end = (i + 1) * HOP_SECONDS;
    return {
      start: Math.max(0, end - WINDOW_SECONDS),
      end,
      freshStart: end - HOP_SECONDS,
      sentiment,
      speech,
      activeSeconds: (active + (i > 0 ? call[i - 1]!.active : 0)) / 100,
      freshActiveSeconds: active / 100,
      tooQuietSeconds: 0,
      freshTooQuietSeconds: 0,
      inferenceMs: 1,
      provider: 'wasm',
      gapSeconds: 0,
      timeOrigin: null,
    };
  });
}

/** What the worker says of a window of digital silence, which the model never sees. */
export function silence(end: number): WindowResult {
  const [template] = toResults([{ sentiment: [0, 1, 0], speech: 0, active: 0 }]);
  return { ...template!, start: end - WINDOW_SECONDS, end, freshStart: end - HOP_SECONDS, sentiment: null };
}
