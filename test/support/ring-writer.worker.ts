import { ChunkWriter } from '../../src/ring/chunk-writer.js';
import type { FrameWriter } from '../../src/ring/frame-writer.js';
import type { WriterOptions } from '../../src/ring/transport.js';
import { SharedRingWriter } from '../../src/ring/shared-ring-writer.js';
import { integerBetween, seededRandom } from './random.js';

/** What the writing thread is to do. Each sample's value is its position in the stream, beginning with 1. */
export interface WriteOrder {
  writer: WriterOptions;
  seed: number;
  total: number;
  /** Most samples of one write. */
  burst: number;
  /** Writes between two pauses, in which the reader catches up. */
  writesPerPause: number;
  pause: MessagePort;
}

/** Chunks sent until now: they travel on a port of their own, so who hears of them here may still have to wait for them. */
export interface Progress {
  chunks: number;
}

self.onmessage = async ({ data }: MessageEvent<WriteOrder>) => {
  const { writer: options, seed, total, burst, writesPerPause, pause } = data;
  const writer: FrameWriter =
    options.transport === 'shared'
      ? new SharedRingWriter(options.buffer, options.signalEvery)
      : new ChunkWriter(options.port, options.chunkFrames, options.chunks);
  const chunks = options.transport === 'port' ? countChunks(options.port) : undefined;
  const random = seededRandom(seed);
  const block = new Float32Array(burst);
  for (let position = 0, writes = 1; position < total; writes++) {
    const count = Math.min(integerBetween(random, 1, burst), total - position);
    for (let i = 0; i < count; i++) block[i] = position + i + 1;
    position += count;
    writer.write(block, count, position);
    if (writes % writesPerPause === 0) {
      await answerOn(pause, { chunks: chunks?.sent ?? 0 });
      await chunks?.allBack();
    }
  }
  self.postMessage({ chunks: chunks?.sent ?? 0 } satisfies Progress);
};

function answerOn(port: MessagePort, progress: Progress): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = () => resolve();
    port.postMessage(progress);
  });
}

/** Counts the chunks that leave through `port`, and waits for their memory to come back. */
function countChunks(port: MessagePort) {
  const { postMessage } = port;
  let back = 0;
  let heard = () => {};
  const counter = {
    sent: 0,
    async allBack() {
      while (back < counter.sent) await new Promise<void>((resolve) => (heard = resolve));
    },
  };
  port.postMessage = (...message: unknown[]) => {
    counter.sent++;
    Reflect.apply(postMessage, port, message);
  };
  port.addEventListener('message', () => {
    back++;
    heard();
  });
  return counter;
}
