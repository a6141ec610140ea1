import { Downmix } from '../../worklets/downmix.js';
import { inWords, UndertoneError } from '../errors.js';
import type { InputListener } from './input.js';
import { readChunk, secondsOf, type PcmChunk } from './pcm-chunk.js';
import { PcmClock } from './pcm-clock.js';

/** Options of a `PcmSource`. */
export interface PcmOptions {
  /** Of what will be written, in Hz: 8000 to 384,000. */
  sampleRate: number;
  /** Channels of what will be written, 1 to 32; all are heard as one. Default 1. */
  channels?: number;
}

/** A stream that hears a source. */
export interface PcmListener extends Pick<InputListener, 'onEnded' | 'onFailure'> {
  /**
   * All channels as one, to be copied; resolves once it has been analysed, or is not going to be.
   * @param end frame just after the last sample, counted since 1970
   */
  onSamples(mono: Float32Array, end: number): Promise<unknown>;
}

const RATES = [8000, 384_000] as const;
const MOST_CHANNELS = 32;

/** Audio that `writable` holds before its writers are to wait, in seconds. */
const HELD_SECONDS = 1;

/**
 * A source that the app feeds itself, with samples of a WebSocket, a worklet of its own, WebCodecs, and so on. It needs no
 * AudioContext, and goes on as fast as it is fed. While no stream listens, what is written is let go of.
 *
 * Whoever waits for `write()`, or writes to `writable`, loses nothing, however fast that is: each window is analysed before the next
 * is asked for. Whoever does not wait is analysed live: the newest window wins, and `overload` says what was dropped.
 *
 * Chunks follow each other without a gap, unless their timestamps say more: a gap in those is a gap in the stream (`gapSeconds`). A
 * timestamp before the end of what was written counts as that end, so that nothing is dropped or heard twice.
 *
 * @example
 * ```ts
 * import { PcmSource, type Undertone } from 'undertone';
 *
 * function hear(undertone: Undertone, socket: WebSocket): void {
 *   const source = new PcmSource({ sampleRate: 16_000 });
 *   const consent = { subject: 'customer 4711', purpose: 'live coaching of the agent', obtainedAt: new Date() };
 *   undertone.analyze(source, { consent }).on('tone', ({ recent }) => console.log(recent.label));
 *   socket.binaryType = 'arraybuffer';
 *   socket.onmessage = ({ data }) => void source.write(new Int16Array(data));
 *   socket.onclose = () => void source.close();
 * }
 * ```
 */
export class PcmSource {
  /** In Hz, as given. */
  readonly sampleRate: number;
  /** As given. */
  readonly channels: number;
  readonly #downmix = new Downmix();
  readonly #clock: PcmClock;
  readonly #listeners = new Set<PcmListener>();
  /** What was written and is not analysed yet. */
  readonly #writing = new Set<Promise<unknown>>();
  #writable: WritableStream<PcmChunk> | undefined;
  #closed: Promise<void> | undefined;
  /** How its end is told, once it is. */
  #ended: ((listener: PcmListener) => void) | undefined;

  /** @throws `bad-options` */
  constructor(options: PcmOptions) {
    const { sampleRate, channels = 1 } = options ?? ({} as Partial<PcmOptions>);
    checkWhole('sampleRate', sampleRate, RATES);
    checkWhole('channels', channels, [1, MOST_CHANNELS]);
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.#clock = new PcmClock(sampleRate);
  }

  /**
   * The source as a stream of the platform, to be piped into or transferred to a worker. Its writers are to wait when a second is
   * held. Closing it is `close()`; aborting it ends the streams that listen with the error `bad-source`.
   */
  get writable(): WritableStream<PcmChunk> {
    this.#writable ??= new WritableStream<PcmChunk>(
      {
        write: (chunk) => this.write(chunk),
        close: () => this.close(),
        abort: (reason) => this.#end((listener) => listener.onFailure(reason)),
      },
      { highWaterMark: HELD_SECONDS, size: (chunk) => secondsOf(chunk, this) },
    );
    return this.#writable;
  }

  /**
   * Takes samples in, which may be used again at once. Resolves once every stream that listens has analysed what they complete.
   * @throws (as a rejection) `bad-source` when they are no samples of this source, `unsupported` when they are an AudioData in a
   * browser that cannot read one, `closed`
   */
  async write(chunk: PcmChunk): Promise<void> {
    const { planes, timestamp } = readChunk(chunk, this);
    if (this.#closed) throw new UndertoneError('closed', 'The PcmSource was closed; make another.');
    const mono = new Float32Array(planes[0]!.length);
    if (mono.length === 0) return;
    this.#downmix.mix(planes, mono);
    const end = this.#clock.stamp(mono.length, timestamp, Date.now());
    const heard = Promise.all(Array.from(this.#listeners, (listener) => listener.onSamples(mono, end)));
    // They have their own copies.
    for (const samples of [...planes, mono]) samples.fill(0);
    this.#writing.add(heard);
    await heard;
    this.#writing.delete(heard);
  }

  /** No more will come. Once all that was written has been analysed, streams go on as at the end of a track (`track-ended`). */
  close(): Promise<void> {
    return this.#end((listener) => listener.onEnded());
  }

  /** @internal Whether it was closed. */
  get closed(): boolean {
    return this.#closed !== undefined;
  }

  /** @internal Has `listener` hear what is written from now on. Returns what ends that. */
  listen(listener: PcmListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @internal Tells `listener` of the end, if there was one: it may have come before anybody listened. */
  remind(listener: PcmListener): void {
    this.#ended?.(listener);
  }

  #end(tell: (listener: PcmListener) => void): Promise<void> {
    this.#closed ??= Promise.all(this.#writing).then(() => {
      this.#ended = tell;
      for (const listener of this.#listeners) tell(listener);
    });
    return this.#closed;
  }
}

function checkWhole(name: string, value: unknown, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new UndertoneError('bad-options', `${name} must be a whole number between ${least} and ${most}, not ${inWords(value)}.`);
}
