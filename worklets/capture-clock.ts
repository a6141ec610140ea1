/** What a sample may be late by before the clock follows, in seconds: audio comes in bursts, the first of them late. */
const TOLERANCE_SECONDS = 0.02;

/** A sample that is late by this much, in seconds, comes after a gap. */
const GAP_SECONDS = 0.25;

/** How long the least lateness is looked for, in seconds. */
const LOOK_SECONDS = 1;

/**
 * The time of day of a context's samples, counted in frames since 1970. The context's own frames stand still while it is suspended,
 * and fall behind where the device or the machine stumbles; these do not. Samples that came without a gap have frames without one.
 * Makes no garbage.
 */
export class CaptureClock {
  readonly #rate: number;
  /** What is added to the context's frames. */
  #offset = Number.NaN;
  #least = Number.POSITIVE_INFINITY;
  #lookedFrom = 0;

  /** @param rate of the context, in Hz */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /**
   * The frame of the day for a frame of the context, modulo 2^32 and signed.
   * @param frame just after the newest sample @param now ms since 1970
   */
  stamp(frame: number, now: number): number {
    const due = Math.round((now * this.#rate) / 1000) - frame;
    const late = due - this.#offset;
    // In this form it holds at the first call too. A clock that was set back is followed as well.
    if (!(Math.abs(late) < GAP_SECONDS * this.#rate)) {
      this.#offset = due;
      this.#look(frame);
    } else {
      if (late < this.#least) this.#least = late;
      if (frame - this.#lookedFrom >= LOOK_SECONDS * this.#rate) {
        if (Math.abs(this.#least) > TOLERANCE_SECONDS * this.#rate) this.#offset += this.#least;
        this.#look(frame);
      }
    }
    return (frame + this.#offset) | 0;
  }

  #look(from: number): void {
    this.#least = Number.POSITIVE_INFINITY;
    this.#lookedFrom = from;
  }
}
