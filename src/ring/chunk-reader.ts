import type { ChunkMessage } from './transport.js';
import type { FrameReader } from './frame-reader.js';

/** Consumer of the chunks that `ChunkWriter` transfers; overwrites each once it has been read, and sends its memory back. */
export class ChunkReader implements FrameReader {
  readonly #port: MessagePort;
  readonly #queue: ChunkMessage[] = [];
  #offset = 0;
  #frame = 0;
  #droppedTotal = 0;
  #droppedTaken = 0;
  #listener: (() => void) | undefined;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<ChunkMessage>) => {
      this.#queue.push(data);
      this.#droppedTotal = data.dropped;
      this.#listener?.();
    };
  }

  get available(): number {
    return this.#queue.reduce((sum, { samples }) => sum + samples.length, -this.#offset);
  }

  get frame(): number {
    return this.#frame;
  }

  read(out: Float32Array): number {
    let count = 0;
    while (count < out.length) {
      const chunk = this.#queue[0];
      if (!chunk) break;
      const part = chunk.samples.subarray(this.#offset, this.#offset + out.length - count);
      out.set(part, count);
      count += part.length;
      this.#offset += part.length;
      this.#frame = (chunk.frame - (chunk.samples.length - this.#offset)) | 0;
      if (this.#offset === chunk.samples.length) {
        this.#offset = 0;
        this.#queue.shift();
        chunk.samples.fill(0);
        this.#port.postMessage(chunk.samples, [chunk.samples.buffer]);
      }
    }
    return count;
  }

  takeDropped(): number {
    const dropped = this.#droppedTotal - this.#droppedTaken;
    this.#droppedTaken = this.#droppedTotal;
    return dropped;
  }

  onReadable(listener: () => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.#listener = undefined;
    this.#port.close();
    for (const { samples } of this.#queue.splice(0)) samples.fill(0);
  }
}
