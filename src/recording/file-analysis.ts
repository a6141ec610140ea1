import * as Comlink from 'comlink';
import { notify } from '../emitter.js';
import { throwIfAborted } from '../errors.js';
import type { StreamSummary, ToneEvent } from '../events.js';
import type { InferenceClient } from '../inference/client.js';
import type { WorkerEvent } from '../inference/protocol.js';
import { fromWire } from '../inference/wire-errors.js';
import { settleStream, type AnalyzeFileOptions, type StreamSettings } from '../options.js';
import { ToneTracker } from '../stream/tone-tracker.js';
import { decodeAudio, type DecodedAudio } from './decode.js';

/**
 * A recording under analysis, as fast as the model runs and fairly beside live streams. Made by `undertone.analyzeFile()`.
 *
 * Iterate it for the `tone` events, read `summary`, or both in any order. Nothing is dropped: the next hop is fed once the one
 * before has been analysed and somebody waits for it. It can be iterated once; leaving the loop early ends the analysis.
 */
export class FileAnalysis implements AsyncIterable<ToneEvent> {
  readonly #tracker: ToneTracker;
  readonly #run: AsyncGenerator<ToneEvent, void, void>;
  /** Events that came while only `summary` was waited for. */
  readonly #queue: ToneEvent[] = [];
  #step: Promise<void> | undefined;
  /** Whether the loop was left early: what a step under way still brings is not given. */
  #left = false;
  #ended = false;
  #summary: Promise<StreamSummary> | undefined;

  /** @internal Use `undertone.analyzeFile()`. @throws `consent-required`, `bad-options` */
  constructor(
    client: InferenceClient,
    speechThreshold: number,
    input: Blob | ArrayBuffer | AudioBuffer,
    options: AnalyzeFileOptions,
  ) {
    const settings = settleStream(options);
    this.#tracker = new ToneTracker(settings.id, { speechThreshold, recentSeconds: settings.recentMs / 1000 });
    this.#run = analyze(client, this.#tracker, input, settings, options);
  }

  /**
   * The estimates over the whole recording; of an analysis that was ended early, over what had been analysed by then.
   * @throws (as a rejection) `bad-source`, `inference-failed`, `model-invalid`, `worker-crashed`, `aborted`, `closed`
   */
  get summary(): Promise<StreamSummary> {
    this.#summary ??= this.#finish();
    return this.#summary;
  }

  /** The `tone` events, one each hop. @throws (while iterating) as `summary` */
  [Symbol.asyncIterator](): AsyncIterator<ToneEvent, undefined> {
    return {
      next: async () => {
        try {
          while (this.#queue.length === 0 && !this.#ended) await this.#advance();
        } catch (error) {
          // Told here: a summary that was asked for as well need not be told as a rejection that nobody handles.
          this.#summary?.catch(() => {});
          throw error;
        }
        const value = this.#queue.shift();
        return value ? { value, done: false } : { value: undefined, done: true };
      },
      return: async () => {
        this.#left = true;
        this.#queue.length = 0;
        await this.#run.return();
        return { value: undefined, done: true };
      },
    };
  }

  async #finish(): Promise<StreamSummary> {
    while (!this.#ended) await this.#advance();
    return this.#tracker.summary;
  }

  /** One event more; the loop and the summary share each step. A failure stays one, whoever asks again. */
  #advance(): Promise<void> {
    this.#step ??= this.#run.next().then(({ value }) => {
      this.#step = undefined;
      if (!value) this.#ended = true;
      else if (!this.#left) this.#queue.push(value);
    });
    return this.#step;
  }
}

async function* analyze(
  client: InferenceClient,
  tracker: ToneTracker,
  input: Blob | ArrayBuffer | AudioBuffer,
  { hopMs }: StreamSettings,
  { signal, onWarning }: AnalyzeFileOptions,
): AsyncGenerator<ToneEvent, void, void> {
  throwIfAborted(signal);
  const audio = await decodeAudio(input, signal);
  const key = crypto.randomUUID();
  await client.call((api) => api.openRecording({ key, sampleRate: audio.sampleRate, hopMs }));
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
