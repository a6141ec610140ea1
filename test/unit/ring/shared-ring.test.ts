import { expect } from 'chai';
import { nextTask } from '../../../src/ring/next-task.js';
import { SharedRingReader } from '../../../src/ring/shared-ring-reader.js';
import { allocateRing } from '../../../src/ring/layout.js';
import { HEADER_BYTES } from '../../../src/ring/layout.js';
import { SharedRingWriter } from '../../../src/ring/shared-ring-writer.js';
import { integerBetween, seededRandom } from '../../support/random.js';
import { writeInWorker } from '../../support/write-in-worker.js';

const CAPACITY = 1000;
const WRAPS = 100;
const countUp = (from: number, count: number) => Float32Array.from({ length: count }, (_, i) => from + i);

function ringOf(frames: number) {
  const buffer = allocateRing(frames);
  return { buffer, writer: new SharedRingWriter(buffer, 128), reader: new SharedRingReader(buffer) };
}

/** What `run` returns, with `interrupt` between its `loads`-th atomic load and the next: another thread may run there, but seldom does in a test. */
function afterLoads<T>(loads: number, interrupt: () => void, run: () => T): T {
  const { load } = Atomics;
  let count = 0;
  Atomics.load = ((array: Int32Array, index: number) => {
    const value = load(array, index);
    if (++count === loads) interrupt();
    return value;
  }) as typeof Atomics.load;
  try {
    return run();
  } finally {
    Atomics.load = load;
  }
}

describe('shared ring', () => {
  it('keeps every sample in order over 100 wraps of random writes and reads', () => {
    const random = seededRandom(1);
    const { writer, reader } = ringOf(CAPACITY);
    const out = new Float32Array(CAPACITY);
    let written = 0;
    let read = 0;
    while (read < WRAPS * CAPACITY) {
      const room = CAPACITY - (written - read);
      const count = integerBetween(random, 0, room);
      writer.write(countUp(written, count), count, written + count);
      written += count;
      const got = reader.read(out.subarray(0, integerBetween(random, 0, CAPACITY)));
      for (let i = 0; i < got; i++) if (out[i] !== read + i) expect.fail(`sample ${read + i} reads ${out[i]}`);
      read += got;
      expect(reader.frame).to.equal(read);
    }
    expect(reader.takeDropped()).to.equal(0);
  });

  it('carries everything from one thread to another when the reader keeps up', async () => {
    const { buffer, reader } = ringOf(CAPACITY);
    const total = WRAPS * CAPACITY;
    const { samples, dropped, frames } = await writeInWorker(reader, {
      writer: { transport: 'shared', buffer, signalEvery: 256 },
      seed: 2,
      total,
      burst: 128,
      writesPerPause: 7,
    });
    expect(dropped).to.equal(0);
    expect(samples).to.have.length(total);
    expect(samples.every((sample, i) => sample === i + 1)).to.equal(true);
    // The frame is published after the samples, so a reader in between sees one that is late by at most one write.
    expect(frames.every(({ frame, newest }) => newest - frame >= 0 && newest - frame <= 128)).to.equal(true);
  });

  for (const loads of [1, 2, 3, 4]) {
    it(`knows the frame of what it reads when three writes come after ${loads} of its loads`, () => {
      const { writer, reader } = ringOf(CAPACITY);
      writer.write(countUp(1, 100), 100, 100);
      const out = new Float32Array(CAPACITY);
      const read = afterLoads(
        loads,
        () => [200, 300, 400].forEach((frame) => writer.write(countUp(frame - 99, 100), 100, frame)),
        () => reader.read(out),
      );
      expect(out[read - 1]! - reader.frame).to.be.within(0, 100);
    });
  }

  it('drops and counts what finds no room, and never mixes up the rest', async () => {
    const { buffer, reader } = ringOf(CAPACITY);
    const total = WRAPS * CAPACITY;
    const { samples, dropped } = await writeInWorker(reader, {
      writer: { transport: 'shared', buffer, signalEvery: 256 },
      seed: 3,
      total,
      burst: 700,
      writesPerPause: 10,
    });
    expect(dropped).to.be.above(0);
    expect(samples.length + dropped).to.equal(total);
    expect(samples.every((sample, i) => i === 0 || sample > samples[i - 1]!)).to.equal(true);
  });

  it('reports each dropped sample once', () => {
    const { writer, reader } = ringOf(10);
    writer.write(countUp(0, 25), 25, 25);
    expect(reader.takeDropped()).to.equal(15);
    expect(reader.takeDropped()).to.equal(0);
    const out = new Float32Array(25);
    expect(reader.read(out)).to.equal(10);
    expect(Array.from(out.subarray(0, 10))).to.deep.equal(Array.from(countUp(0, 10)));
  });

  it('knows the frame of what it reads after a loss too: what follows one waits until all before it is read', () => {
    const { writer, reader } = ringOf(10);
    const out = new Float32Array(4);
    const write = (from: number, count: number) => writer.write(countUp(from, count), count, from + count);
    write(0, 8);
    write(8, 5);
    for (let at = 13; at < 40; at++) {
      const count = reader.read(out);
      if (count > 0) expect(reader.frame).to.equal(out[count - 1]! + 1);
      write(at, 1);
    }
  });

  it('leaves its thread to others where audio comes faster than it is read', async () => {
    const { writer, reader } = ringOf(10);
    let readings = 0;
    reader.onReadable(() => {
      // What would be for ever is ended, so that the test fails and does not hang.
      if (++readings < 10_000) writer.write(new Float32Array(128), 128, 0);
    });
    await nextTask();
    await nextTask();
    expect(readings).to.be.below(10_000);
    reader.close();
  });

  it('says where in the context a part of the audio ends, also after frame 2^31', () => {
    const { writer, reader } = ringOf(CAPACITY);
    const end = 2 ** 31 + 50;
    writer.write(countUp(0, 128), 128, end);
    reader.read(new Float32Array(100));
    expect(reader.frame).to.equal((end - 28) | 0);
  });

  it('wakes the reader when enough audio is there', async () => {
    const { writer, reader } = ringOf(CAPACITY);
    const out = new Float32Array(CAPACITY);
    const heard = new Promise<number>((resolve) =>
      reader.onReadable(() => {
        const count = reader.read(out);
        if (count > 0) resolve(count);
      }),
    );
    writer.write(countUp(0, 128), 128, 128);
    expect(await heard).to.equal(128);
    reader.close();
  });

  it('overwrites the audio it still holds when it is closed', () => {
    const { buffer, writer, reader } = ringOf(CAPACITY);
    writer.write(countUp(1, 500), 500, 500);
    reader.close();
    expect(new Float32Array(buffer, HEADER_BYTES).every((sample) => sample === 0)).to.equal(true);
  });

  it('keeps nothing of what was written after that, once the writer is cleared', () => {
    const { buffer, writer, reader } = ringOf(CAPACITY);
    reader.close();
    writer.write(countUp(1, 128), 128, 128);
    writer.clear();
    expect(new Float32Array(buffer, HEADER_BYTES).every((sample) => sample === 0)).to.equal(true);
  });
});
