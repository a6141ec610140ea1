import { InferenceClient } from '../../src/inference/client.js';
import { MODEL_URL } from './model-files.js';

const RUNTIME_FILE = '/dist/ort-wasm-simd-threaded.wasm';
const WORKER_FILE = '/dist/undertone.worker.js';
const WINDOW_SAMPLES = 80_000;
const RATE = 16_000;

/** The model's own probabilities: the public API keeps them to itself where there is too little speech. */
export interface Answer {
  sentiment: readonly number[];
  speech: number;
}

/** The shipped worker with the shipped model, asked window by window. */
export async function openSession() {
  const bytesOf = async (url: string) => (await fetch(url)).arrayBuffer();
  const client = await InferenceClient.spawn([new URL(WORKER_FILE, location.origin).href]);
  const [model, runtime] = await Promise.all([bytesOf(MODEL_URL), bytesOf(RUNTIME_FILE)]);
  await client.start({ model, runtime, provider: 'wasm', threads: 1, windowSamples: WINDOW_SAMPLES });
  return {
    /** @param pcm at most one window at 16 kHz */
    async answer(pcm: Float32Array): Promise<Answer> {
      const key = crypto.randomUUID();
      await client.call((api) => api.open({ key, sampleRate: RATE, hopMs: (1000 * WINDOW_SAMPLES) / RATE }));
      const pushed = await client.call((api) => api.push(key, pcm));
      const flushed = await client.call((api) => api.flush(key));
      await client.call((api) => api.close(key));
      const event = [...pushed, ...flushed].find(({ type }) => type === 'window');
      if (event?.type !== 'window' || !event.result.sentiment) throw new Error('The model gave no answer.');
      return { sentiment: event.result.sentiment, speech: event.result.speech };
    },
    close: () => client.terminate(),
  };
}
