import { InferenceClient } from '../../src/inference/client.js';
import { MODEL_RATE, WINDOW_SAMPLES } from '../../src/model/contract.js';
import { parseManifest } from '../../src/model/manifest.js';
import type { WorkerEvent } from '../../src/inference/protocol.js';
import { MODEL_URL, shippedManifest } from './model-files.js';

const RUNTIME_FILE = '/dist/ort-wasm-simd-threaded.wasm';
const WORKER_FILE = '/dist/undertone.worker.js';

/** The model's own probabilities: the public API keeps them to itself where there is too little speech. */
export interface Answer {
  sentiment: readonly number[];
  speech: number;
}

/** The shipped worker with the shipped model, asked window by window. */
export async function openSession() {
  const bytesOf = async (url: string) => (await fetch(url)).arrayBuffer();
  const client = await InferenceClient.spawn([new URL(WORKER_FILE, location.origin).href]);
  const { stateSize } = parseManifest(JSON.stringify(await shippedManifest()), MODEL_URL);
  const [model, runtime] = await Promise.all([bytesOf(MODEL_URL), bytesOf(RUNTIME_FILE)]);
  await client.start({ model, runtime, provider: 'wasm', threads: 1, windowSamples: WINDOW_SAMPLES, stateSize });
  return {
    /** @param windows of one stream, at 16 kHz; all but the last one full */
    async follow(...windows: Float32Array[]): Promise<Answer[]> {
      const key = crypto.randomUUID();
      const events: WorkerEvent[] = [];
      await client.call((api) => api.openRecording({ key, sampleRate: MODEL_RATE, hopMs: (1000 * WINDOW_SAMPLES) / MODEL_RATE }));
      for (const pcm of windows) events.push(...(await client.call((api) => api.push(key, pcm))));
      events.push(...(await client.call((api) => api.flush(key, true))));
      await client.call((api) => api.close(key));
      const answers = events.flatMap((event) =>
        event.type === 'window' && event.result.sentiment ? [event.result as Answer] : [],
      );
      if (answers.length !== windows.length)
        throw new Error(`The model gave ${answers.length} answers to ${windows.length} windows.`);
      return answers;
    },
    close: () => client.terminate(),
  };
}
