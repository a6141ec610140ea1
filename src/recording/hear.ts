import { canCopyAudioData } from '../capabilities.js';
import { notify } from '../emitter.js';
import { UndertoneError } from '../errors.js';
import type { InferenceClient } from '../inference/client.js';
import type { WorkerEvent } from '../inference/protocol.js';
import { fromWire } from '../inference/wire-errors.js';
import type { WindowResult } from '../model/window-result.js';
import type { AnalyzeChannelsOptions, AnalyzeFileOptions, FileSettings } from '../options.js';
import { untilAborted } from './abort.js';
import { ChannelFeed } from './channel-feed.js';
import { nextHop, startReading } from './read.js';
import type { Hop, Problem } from './reading.js';

/** One analysed window of one channel; the mix of all is channel 0. */
export interface HeardWindow {
  readonly channel: number;
  readonly result: WindowResult;
}

type Warn = (warning: UndertoneError) => void;

/** Has a recording analysed, hop by hop: nothing is decoded before what comes before it has been analysed. */
export async function* hear(
  ready: () => Promise<InferenceClient>,
  input: Blob | ArrayBuffer | AudioBuffer,
  { hopMs, channels }: FileSettings,
  { signal, onProgress, onWarning }: AnalyzeFileOptions | AnalyzeChannelsOptions,
): AsyncGenerator<HeardWindow, void, void> {
  const warn = warnOnce(onWarning);
  const onProblem = ({ code, message }: Problem) => warn(new UndertoneError(code, message));
  const client = await untilAborted(ready(), signal);
  const options = { hopMs, channels, webCodecs: canCopyAudioData(), signal, onProblem };
  const { duration, hops } = await startReading(input, options);
  const streams = new Streams(client, hopMs);
  const tellProgress = () => onProgress && notify(onProgress, { analysed: streams.seconds, duration });
  try {
    tellProgress();
    for (;;) {
      const hop = await nextHop(hops, signal);
      if (!hop) break;
      const answers = await untilAborted(streams.push(hop), signal);
      tellProgress();
      yield* windows(answers, warn);
    }
    yield* windows(await untilAborted(streams.flush(), signal), warn);
  } catch (error) {
    throw withAdvice(error);
  } finally {
    // Either may still be at work, and who aborted waits for nothing.
    void hops.return().catch(() => {});
    const closed = streams.close();
    if (!signal?.aborted) await closed;
  }
}

/** What the worker knew of the recording is gone with it. */
function withAdvice(error: unknown): unknown {
  if (!(error instanceof UndertoneError && error.code === 'worker-crashed')) return error;
  const message = `${error.message} Analyse the recording again: that waits for the next worker.`;
  return new UndertoneError('worker-crashed', message, { cause: error.cause });
}

/** The worker's stream of each channel. */
class Streams {
  readonly #client: InferenceClient;
  readonly #hopMs: number;
  readonly #feeds: ChannelFeed[] = [];
  #seconds = 0;

  constructor(client: InferenceClient, hopMs: number) {
    this.#client = client;
    this.#hopMs = hopMs;
  }

  /** Fed until now. */
  get seconds(): number {
    return this.#seconds;
  }

  /** Feeds a hop to each; a channel that has none is silent, and was before it began. */
  async push({ signals, sampleRate }: Hop): Promise<Answer[]> {
    const early: Answer[] = [];
    while (this.#feeds.length < signals.length) {
      const feed = new ChannelFeed(this.#client, this.#hopMs);
      const channel = this.#feeds.push(feed) - 1;
      early.push({ channel, events: await feed.pushSilence(this.#seconds, sampleRate) });
    }
    const length = signals[0]!.length;
    const answers = await this.#each((feed, c) => feed.push(signals[c] ?? new Float32Array(length), sampleRate));
    this.#seconds += length / sampleRate;
    return [...early, ...answers];
  }

  flush(): Promise<Answer[]> {
    return this.#each((feed) => feed.flush());
  }

  async close(): Promise<void> {
    await Promise.all(this.#feeds.map((feed) => feed.close()));
  }

  #each(ask: (feed: ChannelFeed, channel: number) => Promise<WorkerEvent[]>): Promise<Answer[]> {
    return Promise.all(this.#feeds.map(async (feed, channel) => ({ channel, events: await ask(feed, channel) })));
  }
}

interface Answer {
  readonly channel: number;
  readonly events: readonly WorkerEvent[];
}

function* windows(answers: readonly Answer[], warn: Warn): Generator<HeardWindow> {
  for (const { channel, events } of answers) {
    for (const event of events) {
      if (event.type === 'window') yield { channel, result: event.result };
      if (event.type !== 'error') continue;
      const error = fromWire(event.error);
      // A window that could not be analysed ends a file: there is no later audio that could make up for it.
      if (error.code !== 'bad-samples') throw error;
      warn(error);
    }
  }
}

/** Tells each kind of warning once; channels may meet the same. */
function warnOnce(onWarning: Warn | undefined): Warn {
  const told = new Set<string>();
  return (warning) => {
    if (!onWarning || told.has(warning.code)) return;
    told.add(warning.code);
    notify(onWarning, warning);
  };
}
