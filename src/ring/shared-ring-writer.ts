import type { FrameWriter } from './frame-writer.js';
import { DROPPED, FRAME, HEADER_BYTES, HEADER_INTS, READ, SIGNAL, WRITE } from './layout.js';

/**
 * Producer of the single-producer single-consumer ring. Called on the audio thread alone; makes no garbage.
 * After padenot's ringbuf.js: indices are published with Atomics after the samples are in place.
 */
export class SharedRingWriter implements FrameWriter {
  readonly #header: Int32Array;
  readonly #samples: Float32Array;
  readonly #signalEvery: number;
  #unsignalled = 0;
  /** Whether the newest samples found no room. */
  #losing = false;

  /** @param signalEvery samples between two wake-ups of the reader: waking it for each 128 would cost more than reading */
  constructor(buffer: SharedArrayBuffer, signalEvery: number) {
    this.#header = new Int32Array(buffer, 0, HEADER_INTS);
    this.#samples = new Float32Array(buffer, HEADER_BYTES);
    this.#signalEvery = signalEvery;
  }

  write(samples: Float32Array, count: number, frame: number): void {
    const header = this.#header;
    const ring = this.#samples;
    const capacity = ring.length;
    const write = Atomics.load(header, WRITE);
    const read = Atomics.load(header, READ);
    // The reader knows the frame of the newest sample alone: what comes after a loss waits until all that came before it is read.
    const free = this.#losing && read !== write ? 0 : (read - write - 1 + capacity) % capacity;
    const taken = Math.min(free, count);
    this.#losing = taken < count;
    // A loop, not `set(subarray())`: a view is an object, and objects are garbage on this thread.
    for (let i = 0, at = write; i < taken; i++) {
      ring[at] = samples[i]!;
      if (++at === capacity) at = 0;
    }
    if (taken < count) Atomics.add(header, DROPPED, count - taken);
    if (taken > 0) {
      Atomics.store(header, WRITE, (write + taken) % capacity);
      Atomics.store(header, FRAME, (frame - (count - taken)) | 0);
    }
    this.#unsignalled += count;
    if (this.#unsignalled >= this.#signalEvery) this.#signal();
  }

  /** All of it is in the ring already. */
  finish(): void {
    this.#signal();
  }

  /** The reader does the same when it is closed, but may be so before the last write. */
  clear(): void {
    this.#samples.fill(0);
  }

  #signal(): void {
    this.#unsignalled = 0;
    Atomics.add(this.#header, SIGNAL, 1);
    Atomics.notify(this.#header, SIGNAL);
  }
}
