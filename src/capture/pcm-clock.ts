/**
 * Numbers the samples of a `PcmSource` by the time of day, in frames since 1970, as `worklets/capture-clock.ts` does with those of a
 * context. The first chunk ends when it is written; after it, timestamps say what is missing between two chunks, and without them
 * nothing is. Time never goes back: what comes too late or overlaps follows what was written before it.
 */
export class PcmClock {
  readonly #rate: number;
  /** Of the next sample, if none is missing. */
  #next: number | undefined;
  /** Of a sample with the timestamp 0. */
  #epoch: number | undefined;

  /** @param rate in Hz */
  constructor(rate: number) {
    this.#rate = rate;
  }

  /**
   * The frame just after a chunk.
   * @param count its samples @param timestamp of the first of them, in microseconds @param now ms since 1970
   */
  stamp(count: number, timestamp: number | undefined, now: number): number {
    let first = this.#next ?? Math.round((now * this.#rate) / 1000) - count;
    if (timestamp !== undefined) {
      const sinceEpoch = Math.round((timestamp * this.#rate) / 1e6);
      this.#epoch ??= first - sinceEpoch;
      first = Math.max(first, this.#epoch + sinceEpoch);
    }
    this.#next = first + count;
    return this.#next;
  }
}
