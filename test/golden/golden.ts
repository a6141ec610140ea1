/**
 * What the SDK's own modules make of given input: windows of given signals, and estimates of given windows. `streams.json` and
 * `estimates.json` keep it, and the evaluation in Python is held to them.
 */
import { HOP_MS, RECENT_MS } from '../../src/defaults.js';
import { MIN_SPEECH_SECONDS } from '../../src/estimates/estimate.js';
import type { WorkerEvent } from '../../src/inference/protocol.js';
import { StreamPipeline, type Shared } from '../../src/inference/worker/pipeline.js';
import { Scheduler } from '../../src/inference/worker/scheduler.js';
import { MODEL_RATE, WINDOW_SAMPLES } from '../../src/model/contract.js';
import type { WindowResult } from '../../src/model/window-result.js';
import { ToneTracker } from '../../src/stream/tone-tracker.js';
import { ESTIMATE_CASES, type GoldenWindow } from './estimate-cases.js';
import { signal } from './signal.js';
import { STREAM_CASES, type StreamCase } from './stream-cases.js';

/** All cases of `streams.json`, each with the windows that the worker's pipeline answers. */
export async function streamCases() {
  const cases = [];
  for (const given of STREAM_CASES) cases.push({ ...given, windows: await windowsOf(given) });
  return { windowSamples: WINDOW_SAMPLES, hopMs: HOP_MS, cases };
}

/** Feeds a file hop by hop, as `analyzeFile` does. */
async function windowsOf({ seed, hopMs, stretches, offset }: StreamCase): Promise<GoldenWindow[]> {
  const windows: GoldenWindow[] = [];
  const emit = (event: WorkerEvent) => {
    if (event.type === 'window') windows.push(ofResult(event.result));
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
  const samples = signal(stretches, seed, offset);
  const hop = (hopMs / 1000) * MODEL_RATE;
  for (let from = 0; from < samples.length; from += hop) await pipeline.push(samples.slice(from, from + hop));
  await pipeline.flush();
  pipeline.close();
  return windows;
}

function ofResult({
  inferenceMs: _ms,
  provider: _provider,
  gapSeconds: _gap,
  timeOrigin: _origin,
  ...said
}: WindowResult): GoldenWindow {
  return said;
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

/** All cases of `estimates.json`, each with what is said after each window. */
export function estimateCases() {
  const cases = ESTIMATE_CASES.map(({ what, speechThreshold, recentSeconds, windows }) => {
    const tracker = new ToneTracker('golden', { speechThreshold, recentSeconds });
    const estimates = windows.map((window) => {
      const event = tracker.accept({ ...window, inferenceMs: 0, provider: 'wasm', gapSeconds: 0, timeOrigin: null }, null);
      return { window: event.window, recent: event.recent, call: event.call };
    });
    return { what, speechThreshold, recentSeconds, windows, estimates };
  });
  return { minSpeechSeconds: MIN_SPEECH_SECONDS, recentMs: RECENT_MS, cases };
}
