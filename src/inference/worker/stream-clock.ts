/** Frames of two stamps are as good as one after the other within this, in seconds: what is published may be late by one write. */
const TOLERANCE_SECONDS = 0.01;

/** From this much missing audio on, in seconds, a window begins anew: it would take what lies on both sides for one. */
export const GAP_SECONDS = 0.25;

/** Ties what arrives of a stream to the time of day. Frames are those of the capture clock: counted since 1970, at the rate of the source. */
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
   * The frame since 1970 of one that is known modulo 2^32, which come again after a day at 48 kHz, and after hours at higher rates: it
   * follows what came before it, or is of about now.
   * @param frame just after the last of `count` samples
   */
  unwrap(frame: number, count: number): number {
    const expected = this.#next;
    if (expected !== undefined) {
      const behind = (frame - count - expected) | 0;
      if (Math.abs(behind) < TOLERANCE_SECONDS * this.#rate) return expected + behind + count;
    }
    const now = Math.round((Date.now() * this.#rate) / 1000);
    return now - ((now - frame) | 0);
  }

  /**
   * Takes note of a block; returns how much later it begins than what came before it ends, in seconds.
   * @param frame just after its last sample @param count its samples @param position seconds of the stream before it
   * @param told whether a time of the stream was told to anybody: until then its second 0 may move
   */
  missing(frame: number, count: number, position: number, told: boolean): number {
    const first = frame - count;
    const expected = this.#next;
    this.#next = frame;
    if (expected === undefined) {
      const time = (1000 * first) / this.#rate;
      this.#origin ??= time - 1000 * position;
      this.#ahead = 0;
      this.#late = 0;
      return this.#pay((time - this.#origin) / 1000 - position);
    }
    const seconds = (first - expected) / this.#rate;
    if (Math.abs(seconds) < TOLERANCE_SECONDS) {
      this.#next = expected + count;
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
}
