/** One window, ready for the model. Positions are samples at the model's rate since the stream began. */
export interface Window {
  /** The newest audio, oldest sample first, zeros after it while the window is part empty. */
  pcm: Float32Array;
  /** Samples of `pcm` that are audio. */
  filled: number;
  end: number;
}

/**
 * Cuts a stream into overlapping windows, counted in samples that arrived and never in time that passed.
 * The first window comes after one hop, still part empty.
 */
export class SlidingWindow {
  readonly #pcm: Float32Array;
  readonly #hop: number;
  #filled = 0;
  #fresh = 0;
  #position = 0;

  /** @param size samples of a window @param hop samples between two windows, at most `size` */
  constructor(size: number, hop: number) {
    this.#pcm = new Float32Array(size);
    this.#hop = hop;
  }

  /** Samples that have arrived. */
  get position(): number {
    return this.#position;
  }

  /** Takes `samples` in; yields a window at each hop that they complete. */
  *push(samples: Float32Array): Generator<Window> {
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + this.#hop - this.#fresh);
      this.#append(part);
      at += part.length;
      if (this.#fresh === this.#hop) yield this.#take();
    }
  }

  /** The window that ends now, if at least `minimum` samples have arrived since the last one. */
  flush(minimum: number): Window | undefined {
    return this.#fresh >= minimum ? this.#take() : undefined;
  }

  /** Lets `samples` pass without keeping them; the next window starts empty after them. */
  skip(samples: number): void {
    this.clear();
    this.#position += samples;
  }

  /** Lets time go on by `samples` that are missing, and keeps what it holds: too few to begin anew. */
  shift(samples: number): void {
    this.#position += samples;
  }

  /** Overwrites the audio held. @returns how many samples of it no window has held */
  clear(): number {
    const unheard = this.#fresh;
    this.#pcm.fill(0);
    this.#filled = 0;
    this.#fresh = 0;
    return unheard;
  }

  #append(part: Float32Array): void {
    const surplus = Math.max(0, this.#filled + part.length - this.#pcm.length);
    if (surplus > 0) this.#pcm.copyWithin(0, surplus, this.#filled);
    this.#filled -= surplus;
    this.#pcm.set(part, this.#filled);
    this.#filled += part.length;
    this.#fresh += part.length;
    this.#position += part.length;
  }

  #take(): Window {
    this.#fresh = 0;
    return { pcm: this.#pcm.slice(), filled: this.#filled, end: this.#position };
  }
}
