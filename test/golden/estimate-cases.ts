import { RECENT_MS } from '../../src/defaults.js';
import type { WindowResult } from '../../src/model/window-result.js';
import { integerBetween, seededRandom } from '../support/random.js';

/** What a window's result says, without what depends on the machine. */
export type GoldenWindow = Omit<WindowResult, 'inferenceMs' | 'provider' | 'gapSeconds' | 'timeOrigin'>;

export interface EstimateCase {
  what: string;
  speechThreshold: number;
  recentSeconds: number;
  windows: GoldenWindow[];
}

const USUAL = { speechThreshold: 0.5, recentSeconds: RECENT_MS / 1000 };
/** The shortest look back. */
const SHORT = { speechThreshold: 0.5, recentSeconds: 5 };

const CALL_WINDOWS = 24;

export const ESTIMATE_CASES: EstimateCase[] = [
  { what: 'the usual look back', ...USUAL, windows: drawn(11) },
  { what: 'the shortest look back', ...SHORT, windows: drawn(12) },
  {
    what: 'the least speech that has a label',
    ...SHORT,
    windows: inTurn([{ active: [0.4999, 0.25] }, { active: [0.5, 0.125] }, { active: [0.5, 0.125] }]),
  },
  {
    what: 'the least probability of speech that counts, and none of what no model was asked about',
    ...SHORT,
    speechThreshold: 0.25,
    windows: inTurn([{ speech: 0.2499 }, { speech: 0.25 }, { speech: 0.2499 }, { speech: 1, sentiment: null }]),
  },
  { what: 'as much speech as is looked back on', ...SHORT, windows: inTurn([{}, {}, {}, { active: [2.5, 1] }]) },
  {
    what: 'speech that is too quiet, by itself and with some that is not',
    ...SHORT,
    windows: inTurn([
      { active: [0, 0], tooQuiet: [0.4999, 0.25], speech: 0.4999 },
      { active: [0, 0], tooQuiet: [0.4999, 0.25] },
      { active: [0, 0], tooQuiet: [5, 0.25] },
      { active: [0.25, 0.25], tooQuiet: [0.25, 0] },
      { active: [0.5, 0.25], tooQuiet: [5, 2.5] },
    ]),
  },
  {
    what: 'probabilities that do not sum to 1',
    ...SHORT,
    windows: inTurn([{ sentiment: [0.25, 0.125, 0.0625] }, { sentiment: [0.5, 1, 1.5] }, { sentiment: [2, 0.25, 0.25] }]),
  },
  {
    what: 'two or three labels that are equally probable',
    ...USUAL,
    windows: inTurn([{ sentiment: [0.25, 0.5, 0.5] }, { sentiment: [0.5, 0.25, 0.25] }, { sentiment: [0.5, 0.25, 0.5] }]),
  },
];

interface Turn {
  sentiment?: GoldenWindow['sentiment'];
  speech?: number;
  /** Seconds of the window and of its fresh part. */
  active?: [number, number];
  tooQuiet?: [number, number];
}

/** Windows one hop after another, full of speech unless it is said otherwise. */
function inTurn(turns: readonly Turn[]): GoldenWindow[] {
  return turns.map(({ sentiment = [0.125, 0.25, 0.625], speech = 1, active = [5, 2.5], tooQuiet = [0, 0] }, i) => ({
    start: Math.max(0, 2.5 * (i - 1)),
    end: 2.5 * (i + 1),
    freshStart: 2.5 * i,
    sentiment,
    speech,
    activeSeconds: active[0],
    freshActiveSeconds: active[1],
    tooQuietSeconds: tooQuiet[0],
    freshTooQuietSeconds: tooQuiet[1],
  }));
}

/** Windows of one call: speech, sound that is none, digital silence, hops that were dropped and much too short ones. */
function drawn(seed: number): GoldenWindow[] {
  const random = seededRandom(seed);
  let end = 0;
  return Array.from({ length: CALL_WINDOWS }, (_, i) => {
    const before = end;
    end += 2.5 * integerBetween(random, 1, 2);
    const start = Math.max(0, end - 5);
    const freshStart = Math.max(start, before);
    const silent = i > 0 && random() < 0.15;
    // Also at first, so that the recent estimate begins with the first speech that counts.
    const fresh = silent || i === 0 || random() < 0.1 ? 0 : (end - freshStart) * random() * (random() < 0.2 ? 0.1 : 1);
    const weights = [random(), random(), random()];
    const sum = weights.reduce((a, b) => a + b);
    return {
      start,
      end,
      freshStart,
      sentiment: silent ? null : [weights[0]! / sum, weights[1]! / sum, weights[2]! / sum],
      speech: silent ? 0 : 1 - (i === 0 ? 0 : random() ** 2),
      activeSeconds: silent ? 0 : fresh + (freshStart - start) * random(),
      freshActiveSeconds: fresh,
      tooQuietSeconds: 0,
      freshTooQuietSeconds: 0,
    };
  });
}
