import type { FrameReader } from '../../src/ring/frame-reader.js';
import type { Progress, WriteOrder } from './ring-writer.worker.js';

/** What came through a bridge between two threads. */
export interface Received {
  samples: number[];
  dropped: number;
  /** After each read: the reader's frame, and the position of the newest sample read. */
  frames: { frame: number; newest: number }[];
}

/** Has another thread write as ordered, reads on this one, and lets the writer go on at its pauses once all is read. */
export async function writeInWorker(
  reader: FrameReader,
  order: Omit<WriteOrder, 'pause'>,
  transfer: Transferable[] = [],
): Promise<Received> {
  const received: Received = { samples: [], dropped: 0, frames: [] };
  const block = new Float32Array(97);
  const drain = () => {
    for (let count = reader.read(block); count > 0; count = reader.read(block)) {
      for (const sample of block.subarray(0, count)) received.samples.push(sample);
      received.frames.push({ frame: reader.frame, newest: block[count - 1]! });
    }
    received.dropped += reader.takeDropped();
  };
  let arrivals = 0;
  let heard = () => {};
  reader.onReadable(() => {
    arrivals++;
    heard();
    drain();
  });
  const drainUntil = async ({ chunks }: Progress) => {
    while (arrivals < chunks) await new Promise<void>((resolve) => (heard = resolve));
    drain();
  };

  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data }: MessageEvent<Progress>) => {
    await drainUntil(data);
    port1.postMessage('go on');
  };
  const worker = new Worker(new URL('./ring-writer.worker.ts', import.meta.url), { type: 'module' });
  const end = await new Promise<Progress>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Progress>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage({ ...order, pause: port2 } satisfies WriteOrder, [port2, ...transfer]);
  });
  await drainUntil(end);
  worker.terminate();
  port1.close();
  return received;
}
