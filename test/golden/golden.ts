/**
 * What the SDK's own modules make of given input: windows of given signals, and estimates of given windows. `streams.json` and
 * `estimates.json` keep it, and the evaluation in Python is held to them.
 */
import { HOP_MS, RECENT_MS } from '../../src/defaults.js';
import { MIN_SPEECH_SECONDS } from '../../src/estimates/tone.js';
import type { WorkerEvent } from '../../src/inference/protocol.js';
import { StreamPipeline, type Shared } from '../../src/inference/worker/pipeline.js';
import { Scheduler } from '../../src/inference/worker/scheduler.js';
import { MODEL_RATE, WINDOW_SAMPLES } from '../../src/model/contract.js';
import type { WindowResult } from '../../src/model/window-result.js';
import { ToneTracker } from '../../src/stream/tone-tracker.js';
import { integerBetween, seededRandom } from '../support/random.js';
import { signal, type Stretch } from './signal.js';

const SPEECH_THRESHOLD = 0.5;

/** What a window's result says, without what depends on the machine. */
type Heard = Pick<WindowResult, 'start' | 'end' | 'freshStart' | 'sentiment' | 'speech' | 'activeSeconds' | 'freshActiveSeconds'>;

interface StreamCase {
  what: string;
  seed: number;
  hopMs: number;
  stretches: Stretch[];
}

const LOUD = 0.3;
const QUIET = 0.02;
const LINE = 0.002;
const HISS = 0.0005;
const SILENCE = 0;

const STREAMS: StreamCase[] = [
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
];

/** All cases of `streams.json`, each with the windows that the worker's pipeline answers. */
export async function streamCases() {
  const cases = [];
  for (const given of STREAMS) cases.push({ ...given, windows: await follow(given) });
  return { windowSamples: WINDOW_SAMPLES, hopMs: HOP_MS, cases };
}

/** Feeds a file hop by hop, as `analyzeFile` does. */
async function follow({ seed, hopMs, stretches }: StreamCase): Promise<Heard[]> {
  const heard: Heard[] = [];
  const emit = (event: WorkerEvent) => {
    if (event.type === 'window') heard.push(ofResult(event.result));
  };
  const asItIs = { process: (input: Float32Array) => input, flush: () => new Float32Array(0), close: () => {} };
  const shared: Shared = {
    session: toySession,
    scheduler: new Scheduler(),
    createResampler: () => asItIs,
    sampleRate: MODEL_RATE,
    windowSamples: WINDOW_SAMPLES,
  };
  const pipeline = new StreamPipeline(shared, { key: 'golden', sampleRate: MODEL_RATE, hopMs }, emit);
  const samples = signal(stretches, seed);
  const hop = (hopMs / 1000) * MODEL_RATE;
  for (let from = 0; from < samples.length; from += hop) await pipeline.push(samples.slice(from, from + hop));
  await pipeline.flush();
  pipeline.close();
  return heard;
}

function ofResult({ start, end, freshStart, sentiment, speech, activeSeconds, freshActiveSeconds }: WindowResult): Heard {
  return { start, end, freshStart, sentiment, speech, activeSeconds, freshActiveSeconds };
}

/** A model whose answers tell what it was given: the window's power, and the windows that the state has counted. */
const toySession = {
  provider: 'wasm',
  newState: () => new Float32Array(2),
  run: async (pcm: Float32Array, [count, power]: Float32Array) => {
    const now = pcm.reduce((sum, sample) => sum + sample ** 2, 0) / pcm.length;
    const [negative, neutral, positive] = [1 + count!, 1 + 100 * now, 1 + 100 * power!];
    const sum = negative + neutral + positive;
    return {
      sentiment: [negative / sum, neutral / sum, positive / sum],
      speech: now / (now + 1e-5),
      state: Float32Array.of(count! + 1, power! + now),
      provider: 'wasm',
    };
  },
} as unknown as Shared['session'];

const CALLS = [
  { what: 'the usual look back', seed: 11, recentSeconds: RECENT_MS / 1000 },
  { what: 'the shortest look back', seed: 12, recentSeconds: 5 },
];
const CALL_WINDOWS = 24;

/** All cases of `estimates.json`: windows drawn at random, and what is said after each. */
export function estimateCases() {
  const cases = CALLS.map(({ what, seed, recentSeconds }) => {
    const tracker = new ToneTracker('golden', { speechThreshold: SPEECH_THRESHOLD, recentSeconds });
    const windows = drawn(seed);
    const estimates = windows.map((window) => {
      const event = tracker.accept({ ...window, inferenceMs: 0, provider: 'wasm', frame: null }, null);
      return { window: event.window, recent: event.recent, call: event.call };
    });
    return { what, speechThreshold: SPEECH_THRESHOLD, recentSeconds, windows, estimates };
  });
  return { minSpeechSeconds: MIN_SPEECH_SECONDS, recentMs: RECENT_MS, cases };
}

/** Windows of one call: speech, sound that is none, digital silence, hops that were dropped and much too short ones. */
function drawn(seed: number): Heard[] {
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
    };
  });
}
