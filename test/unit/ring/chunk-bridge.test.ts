import { expect } from 'chai';
import { ChunkReader } from '../../../src/ring/chunk-reader.js';
import { ChunkWriter } from '../../../src/ring/chunk-writer.js';
import { writeInWorker } from '../../support/write-in-worker.js';

const CHUNK_FRAMES = 64;
const CHUNKS = 8;
const TOTAL = 100 * CHUNKS * CHUNK_FRAMES;

function bridge() {
  const { port1, port2 } = new MessageChannel();
  const writer = { transport: 'port' as const, port: port1, chunkFrames: CHUNK_FRAMES, chunks: CHUNKS };
  return { writer, port: port1, reader: new ChunkReader(port2) };
}

describe('chunks over a port', () => {
  it('carry everything to another thread while their memory goes round 100 times', async () => {
    const { writer, port, reader } = bridge();
    const order = { writer, seed: 4, total: TOTAL, burst: 128, writesPerPause: 1 };
    const { samples, dropped, frames } = await writeInWorker(reader, order, [port]);
    expect(dropped).to.equal(0);
    expect(samples).to.have.length(TOTAL);
    expect(samples.every((sample, i) => sample === i + 1)).to.equal(true);
    expect(frames.every(({ frame, newest }) => frame === newest)).to.equal(true);
  });

  it('drop and count what finds no free memory, and never mix up the rest', async () => {
    const { writer, port, reader } = bridge();
    const order = { writer, seed: 5, total: TOTAL, burst: 300, writesPerPause: 5 };
    const { samples, dropped, frames } = await writeInWorker(reader, order, [port]);
    expect(dropped).to.be.above(0);
    expect(samples.length).to.be.above(CHUNKS * CHUNK_FRAMES);
    expect(samples.every((sample, i) => i === 0 || sample > samples[i - 1]!)).to.equal(true);
    expect(frames.every(({ frame, newest }) => frame === newest)).to.equal(true);
    // What was lost before the newest sample that came is exactly what is counted.
    expect(samples.at(-1)! - samples.length).to.be.at.least(dropped);
    expect(samples.at(-1)! - samples.length - dropped).to.be.below(300);
  });

  it('go back overwritten', async () => {
    const { port1, port2 } = new MessageChannel();
    const reader = new ChunkReader(port2);
    const returned = new Promise<Float32Array>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    reader.onReadable(() => reader.read(new Float32Array(CHUNK_FRAMES)));
    port1.postMessage({ samples: new Float32Array(CHUNK_FRAMES).fill(1), frame: CHUNK_FRAMES, dropped: 0 });
    expect(Array.from(await returned)).to.deep.equal(new Array(CHUNK_FRAMES).fill(0));
  });

  it('keep nothing of one that is part full when the writer is cleared', async () => {
    const { port1, port2 } = new MessageChannel();
    const writer = new ChunkWriter(port1, CHUNK_FRAMES, 1);
    const sent = new Promise<Float32Array>((resolve) => {
      port2.onmessage = ({ data }) => resolve(data.samples);
    });
    const half = CHUNK_FRAMES / 2;
    writer.write(new Float32Array(half).fill(1), half, half);
    writer.clear();
    // Only to have the chunk sent: the worklet writes no more.
    writer.write(new Float32Array(half), half, CHUNK_FRAMES);
    expect((await sent).every((sample) => sample === 0)).to.equal(true);
  });

  it('hand over no audio after the reader is closed', async () => {
    const { port1, port2 } = new MessageChannel();
    const reader = new ChunkReader(port2);
    const samples = new Float32Array(CHUNK_FRAMES).fill(1);
    const arrived = new Promise<void>((resolve) => reader.onReadable(resolve));
    port1.postMessage({ samples, frame: CHUNK_FRAMES, dropped: 0 });
    await arrived;
    reader.close();
    expect(reader.read(new Float32Array(CHUNK_FRAMES))).to.equal(0);
  });
});
