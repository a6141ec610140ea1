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
  /** Writes between two pauses in which the reader may catch up; a pause lasts until the reader answers. */
  writesPerPause: number;
  pause: MessagePort;
}

self.onmessage = async ({ data }: MessageEvent<WriteOrder>) => {
  const { writer: options, seed, total, burst, writesPerPause, pause } = data;
  const writer: FrameWriter =
    options.transport === 'shared'
      ? new SharedRingWriter(options.buffer, options.signalEvery)
      : new ChunkWriter(options.port, options.chunkFrames, options.chunks);
  const random = seededRandom(seed);
  const block = new Float32Array(burst);
  for (let position = 0, writes = 1; position < total; writes++) {
    const count = Math.min(integerBetween(random, 1, burst), total - position);
    for (let i = 0; i < count; i++) block[i] = position + i + 1;
    position += count;
    writer.write(block, count, position);
    if (writes % writesPerPause === 0) await answerOn(pause);
  }
  self.postMessage('done');
};

function answerOn(port: MessagePort): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = () => resolve();
    port.postMessage('pause');
  });
}
