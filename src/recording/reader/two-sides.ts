import type { Block } from './block.js';

/** Length of what is compared, in seconds: shorter than a pause between two words. */
const FRAME_SECONDS = 0.05;

/** Power of speech at least, in full scale squared: -50 dB. */
const SPEECH_POWER = 1e-5;

/** A channel this much louder than the other is heard alone: 15 dB, more than the echo of a telephone leaves. */
const ALONE = 10 ** 1.5;

/** Share of the active frames in which one channel is alone, and that which each channel has at least. */
const ALONE_SHARE = 0.7;
const SIDE_SHARE = 0.1;

/** Watches a recording of two channels for how call recorders write one: the agent left, the customer right. */
export class TwoSides {
  readonly #alone = [0, 0] as [number, number];
  #active = 0;
  #seconds = 0;

  listen({ channels, sampleRate }: Block): void {
    const [left, right] = channels;
    if (channels.length !== 2 || !left || !right) return;
    const step = Math.round(FRAME_SECONDS * sampleRate);
    for (let at = 0; at + step <= left.length; at += step) {
      const [a, b] = [power(left, at, at + step), power(right, at, at + step)];
      if (Math.max(a, b) < SPEECH_POWER) continue;
      this.#active++;
      this.#seconds += FRAME_SECONDS;
      if (a > ALONE * b) this.#alone[0]++;
      else if (b > ALONE * a) this.#alone[1]++;
    }
  }

  /** Whether each channel seems to hold a speaker of its own; never before `leastSeconds` of sound. */
  areSpeakers(leastSeconds: number): boolean {
    const [left, right] = this.#alone;
    return (
      this.#seconds >= leastSeconds &&
      left + right >= ALONE_SHARE * this.#active &&
      Math.min(left, right) >= SIDE_SHARE * this.#active
    );
  }
}

function power(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += samples[i]! ** 2;
  return sum / (to - from);
}
