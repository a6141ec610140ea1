import type { ChannelSummary, ChannelToneEvent, StreamSummary, ToneEvent } from '../events.js';
import type { InferenceClient } from '../inference/client.js';
import { settleFile, type AnalyzeChannelsOptions, type AnalyzeFileOptions } from '../options.js';
import { ToneTracker } from '../stream/tone-tracker.js';
import { hear, type HeardWindow } from './hear.js';

/**
 * A recording under analysis, as fast as the model runs and fairly beside live streams. Made by `undertone.analyzeFile()`.
 *
 * Iterate it for the `tone` events, read `summary`, or both in any order. Nothing is dropped: the next hop is decoded and fed once
 * the one before has been analysed and somebody waits for it. It can be iterated once; leaving the loop early ends the analysis.
 * With `channels: 'separate'` each event says its channel, and there is a summary of each.
 */
export class FileAnalysis<Event extends ToneEvent = ToneEvent, Summary = StreamSummary> implements AsyncIterable<Event> {
  readonly #run: AsyncGenerator<Event, void, void>;
  readonly #summarise: () => Summary;
  /** Events that came while only `summary` was waited for. */
  readonly #queue: Event[] = [];
  #step: Promise<void> | undefined;
  /** Whether the loop was left early: what a step under way still brings is not given. */
  #left = false;
  #ended = false;
  #summary: Promise<Summary> | undefined;

  /** @internal Use `undertone.analyzeFile()`. */
  constructor(run: AsyncGenerator<Event, void, void>, summarise: () => Summary) {
    this.#run = run;
    this.#summarise = summarise;
  }

  /**
   * The estimates over the whole recording; of an analysis that was ended early, over what had been analysed by then.
   * @throws (as a rejection) `bad-source`, `asset-load`, `inference-failed`, `model-invalid`, `worker-crashed`, `aborted`, `closed`
   */
  get summary(): Promise<Summary> {
    this.#summary ??= this.#finish();
    return this.#summary;
  }

  /** The `tone` events, one each hop. @throws (while iterating) as `summary` */
  [Symbol.asyncIterator](): AsyncIterator<Event, undefined> {
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

  async #finish(): Promise<Summary> {
    while (!this.#ended) await this.#advance();
    return this.#summarise();
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

/** @param ready gives the worker, once there is one @throws `consent-required`, `bad-options` */
export function analyzeRecording(
  ready: () => Promise<InferenceClient>,
  speechThreshold: number,
  input: Blob | ArrayBuffer | AudioBuffer,
  options: AnalyzeFileOptions | AnalyzeChannelsOptions,
): FileAnalysis | FileAnalysis<ChannelToneEvent, readonly ChannelSummary[]> {
  const settings = settleFile(options);
  const { id, recentMs, channels } = settings;
  const trackers: ToneTracker[] = [];
  const tracker = (channel: number) =>
    (trackers[channel] ??= new ToneTracker(id, { speechThreshold, recentSeconds: recentMs / 1000 }));
  const heard = hear(ready, input, settings, options);
  if (channels === 'mix') return new FileAnalysis(mixedEvents(heard, tracker(0)), () => tracker(0).summary);
  return new FileAnalysis(channelEvents(heard, tracker), () => trackers.map(({ summary }, channel) => ({ ...summary, channel })));
}

async function* mixedEvents(heard: AsyncIterable<HeardWindow>, tracker: ToneTracker): AsyncGenerator<ToneEvent, void, void> {
  for await (const { result } of heard) yield tracker.accept(result, null);
}

async function* channelEvents(
  heard: AsyncIterable<HeardWindow>,
  tracker: (channel: number) => ToneTracker,
): AsyncGenerator<ChannelToneEvent, void, void> {
  for await (const { channel, result } of heard) yield { ...tracker(channel).accept(result, null), channel };
}
