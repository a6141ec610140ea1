import { Downmix } from '../../../worklets/downmix.js';
import type { Tell } from '../reading.js';
import type { Block } from './block.js';
import { TwoSides } from './two-sides.js';

/** What the model is to hear of a recording: signals that are each a stream of their own. */
export interface Signals {
  /** One of each stream, all of one length. */
  of(hop: Block): readonly Float32Array<ArrayBuffer>[];
  /** The recording is over. */
  end(): void;
}

/** Most channels that are taken for speakers: more are a mistake, and each costs as much as a stream. */
const MAX_SPEAKERS = 16;

/** Sound by which a call is told from other stereo, in seconds: on the way, and at the end of a short recording. */
const SURE_SECONDS = 20;
const LEAST_SECONDS = 4;

/** Every channel as a speaker. */
export class Separate implements Signals {
  /** @throws when there are too many */
  of({ channels }: Block): readonly Float32Array<ArrayBuffer>[] {
    if (channels.length <= MAX_SPEAKERS) return channels;
    const message = `The recording has ${channels.length} channels, and at most ${MAX_SPEAKERS} can be analysed separately: mix them.`;
    throw new Error(message);
  }

  end(): void {}
}

/** All channels as one. Says once if they seem to be two speakers. */
export class Mixed implements Signals {
  readonly #downmix = new Downmix();
  readonly #sides = new TwoSides();
  readonly #tell: Tell;
  #told = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  of(hop: Block): readonly Float32Array<ArrayBuffer>[] {
    const mono = new Float32Array(hop.channels[0]!.length);
    this.#downmix.mix(hop.channels, mono);
    this.#sides.listen(hop);
    this.#lookForSpeakers(SURE_SECONDS);
    return [mono];
  }

  end(): void {
    this.#lookForSpeakers(LEAST_SECONDS);
  }

  #lookForSpeakers(leastSeconds: number): void {
    if (this.#told || !this.#sides.areSpeakers(leastSeconds)) return;
    this.#told = true;
    const message =
      "The two channels seem to hold a speaker each: with channels: 'separate', each has estimates of its own; mixed, they share one.";
    this.#tell({ code: 'separate-speakers', message });
  }
}
