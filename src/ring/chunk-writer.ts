import type { FrameWriter } from './frame-writer.js';
import type { ChunkMessage } from './transport.js';

/**
 * Producer for pages that are not cross-origin isolated: fills chunks from a fixed pool and transfers each to the
 * worker, which sends the memory back. The pool is the only audio memory; posting a message is the one thing here
 * that the browser itself allocates for, which is why the shared ring is preferred where it exists.
 */
export class ChunkWriter implements FrameWriter {
  readonly #port: MessagePort;
  readonly #free: Float32Array<ArrayBuffer>[] = [];
  readonly #message: ChunkMessage = { samples: new Float32Array(0), frame: 0, dropped: 0 };
  readonly #transfer: Transferable[] = [];
  #chunk: Float32Array<ArrayBuffer> | undefined;
  #filled = 0;
  #frame = 0;

  constructor(port: MessagePort, chunkFrames: number, chunks: number) {
    this.#port = port;
    for (let i = 0; i < chunks; i++) this.#free.push(new Float32Array(chunkFrames));
    port.onmessage = ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => {
      this.#free.push(data);
    };
  }

  write(samples: Float32Array, count: number, frame: number): void {
    this.#frame = frame;
    for (let i = 0; i < count; i++) {
      this.#chunk ??= this.#free.pop();
      if (!this.#chunk) {
        this.#message.dropped += count - i;
        return;
      }
      this.#chunk[this.#filled++] = samples[i]!;
      if (this.#filled === this.#chunk.length) this.#send(this.#chunk, frame - count + i + 1);
    }
  }

  finish(): void {
    // A view of the chunk: the reader takes its length, and the whole of its memory goes along.
    if (this.#chunk && this.#filled > 0) this.#send(this.#chunk.subarray(0, this.#filled), this.#frame);
  }

  clear(): void {
    // The free chunks came back overwritten.
    this.#chunk?.fill(0);
  }

  #send(chunk: Float32Array<ArrayBuffer>, frame: number): void {
    this.#message.samples = chunk;
    this.#message.frame = frame;
    this.#transfer[0] = chunk.buffer;
    this.#port.postMessage(this.#message, this.#transfer);
    this.#chunk = undefined;
    this.#filled = 0;
  }
}
