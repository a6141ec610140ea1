import * as Comlink from 'comlink';
import { decodeAudio, type DecodedAudio } from './decode.js';
import { notify } from '../emitter.js';
import { throwIfAborted } from '../errors.js';
import type { StreamSummary, ToneEvent } from '../events.js';
import type { InferenceClient } from '../inference/client.js';
import type { WorkerEvent } from '../inference/protocol.js';
import { fromWire } from '../inference/wire-errors.js';
import { settleStream, type AnalyzeFileOptions } from '../options.js';
import { ToneTracker } from '../stream/tone-tracker.js';

/**
 * Analyses a recording as fast as the model runs, sharing it fairly with live streams. Nothing is dropped: the next
 * hop is fed once the one before has been analysed.
 * @returns (as the generator's return value) the summary
 */
export async function* analyzeFile(
  client: InferenceClient,
  speechThreshold: number,
  input: Blob | ArrayBuffer | AudioBuffer,
  options: AnalyzeFileOptions,
): AsyncGenerator<ToneEvent, StreamSummary, void> {
  const { id, hopMs, recentMs } = settleStream(options);
  const { signal, onWarning } = options;
  throwIfAborted(signal);
  const audio = await decodeAudio(input, signal);
  const tracker = new ToneTracker(id, { speechThreshold, recentSeconds: recentMs / 1000 });
  const key = crypto.randomUUID();
  await client.call((api) => api.open({ key, sampleRate: audio.sampleRate, hopMs }));
  try {
    for await (const events of feed(client, key, audio, hopMs)) {
      for (const event of events) {
        throwIfAborted(signal);
        if (event.type === 'error') {
          const error = fromWire(event.error);
          // A window that could not be analysed ends a file: there is no later audio that could make up for it.
          if (error.code !== 'bad-samples') throw error;
          if (onWarning) notify(onWarning, error);
        }
        if (event.type === 'window') yield tracker.accept(event.result, null);
      }
      throwIfAborted(signal);
    }
    return tracker.summary;
  } finally {
    await client.call((api) => api.close(key)).catch(() => {});
  }
}

async function* feed(client: InferenceClient, key: string, audio: DecodedAudio, hopMs: number): AsyncGenerator<WorkerEvent[]> {
  const step = Math.floor((hopMs / 1000) * audio.sampleRate);
  for (let from = 0; from < audio.length; from += step) {
    const samples = audio.mono(from, Math.min(from + step, audio.length));
    yield await client.call((api) => api.push(key, Comlink.transfer(samples, [samples.buffer])));
  }
  yield await client.call((api) => api.flush(key));
}
