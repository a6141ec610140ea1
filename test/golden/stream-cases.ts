import { HOP_MS } from '../../src/defaults.js';
import { MODEL_RATE } from '../../src/model/contract.js';
import type { Stretch } from './signal.js';

export interface StreamCase {
  what: string;
  seed: number;
  hopMs: number;
  stretches: Stretch[];
  /** Added to each sample. */
  offset?: number;
}

const LOUD = 0.3;
const QUIET = 0.02;
const LINE = 0.002;
const FAINT = 0.00004;
const HISS = 0.0005;
const SILENCE = 0;

/** The level at which a flat stretch has so many dB of full scale. */
const level = (dB: number) => 10 ** (dB / 20);
const samples = (count: number) => count / MODEL_RATE;

/** The largest sample that digital silence may have, and the next number of 32 bits. */
const STEP = 2 ** -15;
const ABOVE_STEP = STEP + 2 ** -38;

/** A frame whose squares sum up, without any rounding, to a trifle less than their mean needs to be 0.001, 30 dB below 1; or more. */
const frameAtRange = (more: 0 | 1): Stretch[] => [
  [samples(314), 4_244_320 / 2 ** 27, 'flat'],
  [samples(2), 4_245_280 / 2 ** 27, 'flat'],
  [samples(2), 4_242_894 / 2 ** 27, 'flat'],
  [samples(2), (4_247_541 + more) / 2 ** 27, 'flat'],
];

export const STREAM_CASES: StreamCase[] = [
  {
    what: 'speech and pauses of one and two hops',
    seed: 1,
    hopMs: HOP_MS,
    stretches: [
      [3.1, LOUD],
      [1.3, HISS],
      [2.2, LOUD],
      [6.5, HISS],
      [4, QUIET],
      [3.2, LOUD],
    ],
  },
  { what: 'shorter than a hop', seed: 2, hopMs: HOP_MS, stretches: [[1.7, LOUD]] },
  { what: 'shorter than the least tail', seed: 3, hopMs: HOP_MS, stretches: [[0.1, LOUD]] },
  { what: 'one sample', seed: 3, hopMs: HOP_MS, stretches: [[samples(1), LOUD]] },
  { what: 'no sample', seed: 3, hopMs: HOP_MS, stretches: [[0, LOUD]] },
  { what: 'exactly one hop', seed: 4, hopMs: HOP_MS, stretches: [[2.5, LOUD]] },
  { what: 'a tail just too short', seed: 5, hopMs: HOP_MS, stretches: [[5.2499, LOUD]] },
  { what: 'a tail just long enough', seed: 6, hopMs: HOP_MS, stretches: [[2.75, QUIET]] },
  {
    what: 'digital silence before, between and after',
    seed: 7,
    hopMs: HOP_MS,
    stretches: [
      [4, SILENCE],
      [2, LOUD],
      [11, 2 ** -16],
      [2.6, LOUD],
      [8, SILENCE],
    ],
  },
  {
    what: 'the most that is digital silence, and the least that is none',
    seed: 12,
    hopMs: HOP_MS,
    stretches: [
      [2.5, STEP, 'flat'],
      [2.5, ABOVE_STEP, 'flat'],
    ],
  },
  { what: 'an offset of nothing at all', seed: 13, hopMs: HOP_MS, stretches: [[2.5, SILENCE]], offset: -0.2 },
  ...[0, 0.005, 0.2].map((offset) => ({
    what: `speech and pauses with an offset of ${offset}`,
    seed: 23,
    hopMs: HOP_MS,
    stretches: [
      [1.1, HISS],
      [3.1, LOUD],
      [1.3, HISS],
      [0.8, QUIET],
      [1.3, SILENCE],
    ] as Stretch[],
    offset,
  })),
  {
    what: 'samples beyond the range, and such as are no audio',
    seed: 8,
    hopMs: HOP_MS,
    stretches: [
      [2, 1.5],
      [1, 1e31],
      [2.3, LOUD],
    ],
  },
  {
    what: 'the largest samples that are audio, the smallest that are none, and no numbers',
    seed: 14,
    hopMs: HOP_MS,
    stretches: [
      [0.2, 9.9e29, 'flat'],
      [0.3, 1e30, 'flat'],
      [0.5, -9.9e29, 'flat'],
      [0.7, -1e30, 'flat'],
      [0.1, NaN],
    ],
  },
  {
    what: 'the shortest hop',
    seed: 9,
    hopMs: 500,
    stretches: [
      [1.2, QUIET],
      [0.4, HISS],
      [4.5, LOUD],
    ],
  },
  {
    what: 'quiet speech over the hiss of a line',
    seed: 11,
    hopMs: HOP_MS,
    stretches: [
      [1.6, QUIET],
      [2.4, LINE],
      [3, QUIET],
      [2, LINE],
    ],
  },
  {
    what: 'windows that do not overlap',
    seed: 10,
    hopMs: 5000,
    stretches: [
      [6, LOUD],
      [3, HISS],
      [4, QUIET],
    ],
  },
  {
    what: 'levels on either side of 30 dB below the loudest frame',
    seed: 15,
    hopMs: HOP_MS,
    stretches: [
      [0.4, level(-6), 'flat'],
      [0.6, level(-35.9), 'flat'],
      [0.8, level(-36.1), 'flat'],
      [0.2, SILENCE],
    ],
  },
  {
    what: 'frames at a trifle less than 30 dB below the loudest, and at a trifle more',
    seed: 16,
    hopMs: HOP_MS,
    stretches: [[0.4, 1, 'flat'], ...frameAtRange(0), ...frameAtRange(1), [0.4, SILENCE]],
  },
  {
    what: 'levels on either side of 6 dB above the noise of the room',
    seed: 17,
    hopMs: HOP_MS,
    stretches: [
      [0.4, level(-12), 'flat'],
      [0.4, level(-45), 'flat'],
      [0.6, level(-39.1), 'flat'],
      [0.8, level(-38.9), 'flat'],
    ],
  },
  {
    what: 'levels on either side of 15 dB below the loudest frame, in the noise of a loud room',
    seed: 24,
    hopMs: HOP_MS,
    stretches: [
      [0.4, level(-10), 'flat'],
      [0.6, level(-24.9), 'flat'],
      [0.8, level(-25.1), 'flat'],
    ],
  },
  { what: 'a steady sound without a pause', seed: 25, hopMs: HOP_MS, stretches: [[6, LINE]] },
  {
    what: 'levels on either side of -85 dB of full scale',
    seed: 26,
    hopMs: HOP_MS,
    stretches: [
      [0.6, level(-84.9), 'flat'],
      [0.8, level(-85.1), 'flat'],
      [1, SILENCE],
    ],
  },
  {
    what: 'speech that is all too quiet, then some that is not',
    seed: 27,
    hopMs: HOP_MS,
    stretches: [
      [1.5, FAINT],
      [1, SILENCE],
      [1.2, QUIET],
      [1.3, SILENCE],
    ],
  },
  {
    what: 'stretches and an end that are no whole frames',
    seed: 18,
    hopMs: HOP_MS,
    stretches: [
      [1.003, LOUD],
      [0.744, HISS],
      [0.506, QUIET],
      [0.25, HISS],
      [0.513, LOUD],
      [1.3, HISS],
      [2.1273, LOUD],
    ],
  },
  {
    what: 'a hop that is no whole frames, and in floating point a trifle less than whole samples',
    seed: 19,
    hopMs: 1007,
    stretches: [
      [2.4, LOUD],
      [0.7, HISS],
      [1.1, QUIET],
      [1.3, HISS],
      [0.6, LOUD],
    ],
  },
  { what: 'a hop that is no whole samples', seed: 22, hopMs: 1000.02, stretches: [[2.2, LOUD]] },
  {
    what: 'a loudest frame of which little is there',
    seed: 20,
    hopMs: HOP_MS,
    stretches: [
      [0.4, QUIET, 'flat'],
      [samples(16), 1, 'flat'],
    ],
  },
  {
    what: 'an active frame of which little is there',
    seed: 21,
    hopMs: HOP_MS,
    stretches: [
      [0.4, LOUD, 'flat'],
      [samples(16), QUIET, 'flat'],
    ],
  },
];
