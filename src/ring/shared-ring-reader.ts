import { DROPPED, FRAME, HEADER_BYTES, HEADER_INTS, READ, SIGNAL, WRITE } from './layout.js';
import type { FrameReader } from './frame-reader.js';
import { nextTask } from './next-task.js';

/** Consumer of the ring that `SharedRingWriter` fills. One thread may own it; `read` makes no garbage. */
export class SharedRingReader implements FrameReader {
  readonly #header: Int32Array<SharedArrayBuffer>;
  readonly #samples: Float32Array;
  #frame = 0;
  #dropped = 0;
  #closed = false;

  constructor(buffer: SharedArrayBuffer) {
    this.#header = new Int32Array(buffer, 0, HEADER_INTS);
    this.#samples = new Float32Array(buffer, HEADER_BYTES);
    this.#dropped = Atomics.load(this.#header, DROPPED);
  }

  get available(): number {
    const capacity = this.#samples.length;
    return (Atomics.load(this.#header, WRITE) - Atomics.load(this.#header, READ) + capacity) % capacity;
  }

  get frame(): number {
    return this.#frame;
  }

  read(out: Float32Array): number {
    const capacity = this.#samples.length;
    const read = Atomics.load(this.#header, READ);
    // The writer may go on between two loads: only a frame that is the same before and after belongs to the index. It is published after the
    // index, so it can still be late by one write.
    let write: number, frame: number;
    do {
      frame = Atomics.load(this.#header, FRAME);
      write = Atomics.load(this.#header, WRITE);
    } while (Atomics.load(this.#header, FRAME) !== frame);
    const available = (write - read + capacity) % capacity;
    const count = Math.min(available, out.length);
    const untilEnd = Math.min(count, capacity - read);
    out.set(this.#samples.subarray(read, read + untilEnd));
    out.set(this.#samples.subarray(0, count - untilEnd), untilEnd);
    this.#frame = (frame - (available - count)) | 0;
    Atomics.store(this.#header, READ, (read + count) % capacity);
    return count;
  }

  takeDropped(): number {
    const total = Atomics.load(this.#header, DROPPED);
    const dropped = (total - this.#dropped) >>> 0;
    this.#dropped = total;
    return dropped;
  }

  onReadable(listener: () => void): void {
    const wait = async () => {
      while (!this.#closed) {
        const seen = Atomics.load(this.#header, SIGNAL);
        listener();
        const signal = Atomics.waitAsync(this.#header, SIGNAL, seen);
        // More has come meanwhile: a thread that cannot keep up must hear what it is asked all the same.
        await (signal.async ? signal.value : nextTask());
      }
    };
    void wait();
  }

  close(): void {
    this.#closed = true;
    Atomics.add(this.#header, SIGNAL, 1);
    Atomics.notify(this.#header, SIGNAL);
    this.#samples.fill(0);
  }
}
