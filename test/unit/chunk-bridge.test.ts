import { expect } from 'chai';
import { ChunkReader } from '../../src/ring/chunk-reader.js';
import { writeInWorker } from '../support/write-in-worker.js';

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
