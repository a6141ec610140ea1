import type { Block } from './block.js';

/** Gathers blocks into such of one hop, or less where the format changes and at the end. */
export async function* inHops(blocks: AsyncIterable<Block>, hopMs: number): AsyncGenerator<Block, void, void> {
  let hop: Hop | undefined;
  for await (const { sampleRate, channels } of blocks) {
    if (hop && !hop.isOf(sampleRate, channels.length)) {
      if (hop.filled > 0) yield hop.take();
      hop = undefined;
    }
    hop ??= new Hop(sampleRate, channels.length, Math.floor((hopMs / 1000) * sampleRate));
    const length = channels[0]?.length ?? 0;
    for (let from = 0; from < length; ) {
      from += hop.add(channels, from);
      if (hop.isFull) yield hop.take();
    }
  }
  if (hop && hop.filled > 0) yield hop.take();
}

class Hop {
  readonly #sampleRate: number;
  readonly #size: number;
  #channels: Float32Array<ArrayBuffer>[];
  #filled = 0;

  constructor(sampleRate: number, channels: number, size: number) {
    this.#sampleRate = sampleRate;
    this.#size = size;
    this.#channels = Array.from({ length: channels }, () => new Float32Array(size));
  }

  get filled(): number {
    return this.#filled;
  }

  get isFull(): boolean {
    return this.#filled === this.#size;
  }

  isOf(sampleRate: number, channels: number): boolean {
    return sampleRate === this.#sampleRate && channels === this.#channels.length;
  }

  /** Takes in what fits of `channels`, from `from` on. @returns how much that was */
  add(channels: readonly Float32Array[], from: number): number {
    const count = Math.min(channels[0]!.length - from, this.#size - this.#filled);
    channels.forEach((channel, c) => this.#channels[c]!.set(channel.subarray(from, from + count), this.#filled));
    this.#filled += count;
    return count;
  }

  /** What was taken in; the next hop begins empty, in memory of its own. */
  take(): Block {
    const channels = this.isFull ? this.#channels : this.#channels.map((channel) => channel.slice(0, this.#filled));
    this.#channels = channels.map(() => new Float32Array(this.#size));
    this.#filled = 0;
    return { sampleRate: this.#sampleRate, channels };
  }
}
