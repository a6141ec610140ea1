import type { PcmListener, PcmSource } from '../capture/pcm-source.js';
import { UndertoneError } from '../errors.js';
import type { Connection, ConnectionListener } from './connection.js';

/** Length of what is handed on at a time, in seconds: at most one window ends in it, as hops are longer. */
const PIECE_SECONDS = 0.25;

/**
 * Most pieces that the worker has not answered: enough for newer windows to come before one that is being analysed is done, and too few
 * to keep the worker from other streams.
 */
const MOST_AHEAD = 64;

/** A source that was fed and is not any more for this long, in milliseconds, has ceased to flow. */
const STARVED_MS = 2000;

/** How often that is looked at, in milliseconds. */
const WATCH_MS = 1000;

interface Piece {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly end: number;
  /** What settles the write that the piece is of. */
  readonly write: PromiseWithResolvers<void>;
  readonly isLast: boolean;
}

/** A `PcmSource`: its samples are handed to the worker as they are written. */
export class PcmConnection implements Connection {
  readonly reader = undefined;
  readonly sampleRate: number;
  readonly muted = false;
  readonly #listener: ConnectionListener;
  readonly #ignore: () => void;
  /** Has the source tell of its end again. */
  readonly #remind: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #queue: Piece[] = [];
  #handing = false;
  #lastFed = Number.POSITIVE_INFINITY;

  constructor(source: PcmSource, listener: ConnectionListener) {
    this.sampleRate = source.sampleRate;
    this.#listener = listener;
    const heard: PcmListener = {
      onSamples: (mono, end) => this.#take(mono, end),
      onEnded: () => listener.onTrackEnded(),
      onFailure: (error) =>
        listener.onFailure(new UndertoneError('bad-source', 'What wrote to the PcmSource has failed.', { cause: error })),
    };
    this.#ignore = source.listen(heard);
    this.#remind = () => source.remind(heard);
    this.#timer = setInterval(() => this.look(), WATCH_MS);
  }

  get running(): boolean {
    return !(performance.now() - this.#lastFed > STARVED_MS);
  }

  look(): void {
    this.#listener.onChange();
    this.#remind();
  }

  /** It flows when the app writes. */
  async resume(): Promise<void> {}

  finish(): void {
    this.#ignore();
    clearInterval(this.#timer);
    // Whoever asks the worker for the last words asks after this.
    for (const piece of this.#queue.splice(0)) void this.#hand(piece);
  }

  close(): void {
    for (const { samples, write } of this.#queue.splice(0)) {
      samples.fill(0);
      write.resolve();
    }
    this.finish();
  }

  #take(mono: Float32Array, end: number): Promise<void> {
    const write = Promise.withResolvers<void>();
    const size = Math.ceil(PIECE_SECONDS * this.sampleRate);
    for (let from = 0; from < mono.length; from += size) {
      const to = Math.min(from + size, mono.length);
      this.#queue.push({ samples: mono.slice(from, to), end: end - (mono.length - to), write, isLast: to === mono.length });
    }
    const starved = !this.running;
    this.#lastFed = performance.now();
    if (starved) this.look();
    void this.#handOn();
    return write.promise;
  }

  /** One write at a time waits for its windows; where others come behind it, nobody waits, and the newest window wins. */
  async #handOn(): Promise<void> {
    if (this.#handing) return;
    this.#handing = true;
    let ahead: Promise<void>[] = [];
    for (let piece = this.#queue.shift(); piece; piece = this.#queue.shift()) {
      const handed = this.#hand(piece);
      const last = this.#queue.at(-1) ?? piece;
      ahead.push(handed);
      if (last.write === piece.write) {
        await handed;
        ahead = [];
      } else if (ahead.length > MOST_AHEAD) await ahead.shift();
    }
    this.#handing = false;
  }

  async #hand({ samples, end, write, isLast }: Piece): Promise<void> {
    await this.#listener.onSamples(samples, end);
    if (isLast) write.resolve();
  }
}
