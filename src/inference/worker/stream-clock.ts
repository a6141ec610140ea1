/** Frames of two stamps are as good as one after the other within this, in seconds: what is published may be late by one write. */
const TOLERANCE_SECONDS = 0.01;

/** From this much missing audio on, in seconds, a window begins anew: it would take what lies on both sides for one. */
export const GAP_SECONDS = 0.25;

/**
 * Ties what arrives of a stream to the time of day. Frames are those of the capture clock: counted since 1970, modulo 2^32, at the
 * rate of the source.
 */
export class StreamClock {
  /** Time of day of second 0 of the stream, in ms since 1970; `undefined` before the first sample. */
  #origin: number | undefined;
  #rate = 0;
  #next: number | undefined;
  /** How far the stream is ahead of the day, in seconds: it never goes back, and waits for the next gap. */
  #ahead = 0;
  /** What may yet turn out to have been late and not missing, in seconds: an audio thread that stood still catches up. */
  #late = 0;

  /** @param origin where it is known: the stream was heard before */
  constructor(origin?: number) {
    this.#origin = origin;
  }

  get origin(): number | null {
    return this.#origin ?? null;
  }

  /** Another source comes, with frames of its own. @param rate in Hz */
  begin(rate: number): void {
    this.#rate = rate;
    this.#next = undefined;
  }

  /**
   * Takes note of a block; returns how much later it begins than what came before it ends, in seconds.
   * @param frame just after its last sample @param count its samples @param position seconds of the stream before it
   * @param told whether a time of the stream was told to anybody: until then its second 0 may move
   */
  missing(frame: number, count: number, position: number, told: boolean): number {
    const first = (frame - count) | 0;
    const expected = this.#next;
    this.#next = frame;
    if (expected === undefined) {
      const time = this.#timeOf(first);
      this.#origin ??= time - 1000 * position;
      this.#ahead = 0;
      this.#late = 0;
      return this.#pay((time - this.#origin) / 1000 - position);
    }
    const seconds = ((first - expected) | 0) / this.#rate;
    if (Math.abs(seconds) < TOLERANCE_SECONDS) {
      this.#next = (expected + count) | 0;
      return 0;
    }
    // The clock of the machine was set back: the stream goes on as it was.
    if (seconds <= -GAP_SECONDS && seconds < -this.#late - TOLERANCE_SECONDS) return 0;
    this.#late = seconds > 0 ? seconds : Math.max(0, this.#late + seconds);
    if (seconds < 0 && !told) {
      this.#origin! += 1000 * seconds;
      return 0;
    }
    return this.#pay(seconds);
  }

  #pay(seconds: number): number {
    const missing = seconds - this.#ahead;
    this.#ahead = Math.max(0, -missing);
    return Math.max(0, missing);
  }

  #timeOf(frame: number): number {
    const now = Date.now();
    const ago = (Math.round((now * this.#rate) / 1000) - frame) | 0;
    return now - (1000 * ago) / this.#rate;
  }
}
