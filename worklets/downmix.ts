/** Samples in which a channel keeps one sign; a change of sign is faded over as many. One render quantum. */
const STEP = 128;

/** How much of what was heard counts after one step: half is forgotten after 3000 samples. */
const MEMORY = 0.97;

/** A channel this much like the others turned upside down would silence them... */
const OPPOSED = -0.7;
/** ...and stays turned until it is no longer like that at all. */
const UNOPPOSED = -0.2;

/** Power below which there is nothing to compare: a step of 16-bit audio. */
const SILENT_POWER = 2 ** -30;

/**
 * All channels of a signal as one: their mean, after a channel that holds the others upside down has been turned round. A cable
 * with one leg swapped records right = -left, in which people hear speech and a plain mean holds nothing. Channels that have
 * little in common, such as two speakers or a stereo room, are left as they are.
 *
 * Live audio and files are mixed by this one rule.
 */
export class Downmix {
  /** For each channel: its sign, and of the last while its power, that of the channels before it, and what they share. */
  #signs = new Float32Array(0);
  #power = new Float64Array(0);
  #powerBefore = new Float64Array(0);
  #shared = new Float64Array(0);

  /**
   * Writes the mix into `mono`; makes no garbage while the number of channels stays.
   * @param channels planar samples, all of one length
   * @returns samples written, at most `mono.length`
   */
  mix(channels: readonly Float32Array[], mono: Float32Array): number {
    const first = channels[0];
    if (!first) return 0;
    const count = Math.min(first.length, mono.length);
    if (channels.length === 1) {
      for (let i = 0; i < count; i++) mono[i] = first[i]!;
      return count;
    }
    if (channels.length !== this.#signs.length) this.#begin(channels.length);
    for (let from = 0; from < count; from += STEP) this.#mixStep(channels, mono, from, Math.min(from + STEP, count));
    return count;
  }

  #begin(channels: number): void {
    this.#signs = new Float32Array(channels).fill(1);
    this.#power = new Float64Array(channels);
    this.#powerBefore = new Float64Array(channels);
    this.#shared = new Float64Array(channels);
  }

  #mixStep(channels: readonly Float32Array[], mono: Float32Array, from: number, to: number): void {
    const first = channels[0]!;
    for (let i = from; i < to; i++) mono[i] = first[i]!;
    for (let c = 1; c < channels.length; c++) {
      const channel = channels[c]!;
      const before = this.#signs[c]!;
      const isNew = this.#power[c]! < SILENT_POWER || this.#powerBefore[c]! < SILENT_POWER;
      this.#listen(c, channel, mono, from, to);
      const sign = this.#decide(c, before);
      this.#signs[c] = sign;
      // What was silent until now can change at once.
      const slope = isNew ? 0 : (sign - before) / (to - from);
      for (let i = from; i < to; i++) mono[i]! += (slope === 0 ? sign : before + slope * (i - from)) * channel[i]!;
    }
    for (let i = from; i < to; i++) mono[i]! /= channels.length;
  }

  #listen(c: number, channel: Float32Array, sum: Float32Array, from: number, to: number): void {
    let power = 0;
    let powerBefore = 0;
    let shared = 0;
    for (let i = from; i < to; i++) {
      power += channel[i]! ** 2;
      powerBefore += sum[i]! ** 2;
      shared += channel[i]! * sum[i]!;
    }
    // What is no number would stay for ever.
    if (!Number.isFinite(power + powerBefore + shared)) return;
    this.#power[c] = MEMORY * this.#power[c]! + power;
    this.#powerBefore[c] = MEMORY * this.#powerBefore[c]! + powerBefore;
    this.#shared[c] = MEMORY * this.#shared[c]! + shared;
  }

  #decide(c: number, before: number): number {
    const alike = this.#shared[c]! / Math.sqrt(this.#power[c]! * this.#powerBefore[c]! || 1);
    if (alike < OPPOSED) return -1;
    return alike > UNOPPOSED ? 1 : before;
  }
}
