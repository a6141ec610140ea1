import { expect } from 'chai';
import { StreamClock } from '../../../../src/inference/worker/stream-clock.js';

const RATE = 48_000;
const BLOCK = 4800;
const SECONDS = BLOCK / RATE;
/** Frame of the day, as the capture clock counts. */
const frameAt = (time: number) => Math.round((time * RATE) / 1000);

describe('the clock of a stream', () => {
  const began = Date.now() - 10_000;
  const clockAt = (origin?: number) => {
    const clock = new StreamClock(origin);
    clock.begin(RATE);
    return clock;
  };
  const first = (clock: StreamClock) => clock.missing(frameAt(began) + BLOCK, BLOCK, 0, false);

  it('begins with the first sample', () => {
    const clock = clockAt();
    expect(clock.origin).to.equal(null);
    expect(first(clock)).to.equal(0);
    expect(clock.origin).to.be.closeTo(began, 1);
  });

  it('tells what is missing between two blocks, and nothing of a frame that is published late', () => {
    const clock = clockAt();
    first(clock);
    const at = (blocks: number, seconds = 0) => frameAt(began) + blocks * BLOCK + seconds * RATE;
    expect(clock.missing(at(2) - 128, BLOCK, SECONDS, true)).to.equal(0);
    expect(clock.missing(at(3), BLOCK, 2 * SECONDS, true)).to.equal(0);
    expect(clock.missing(at(4, 2), BLOCK, 3 * SECONDS, true)).to.be.closeTo(2, 1e-9);
    expect(clock.missing(at(5, 2), BLOCK, 4 * SECONDS + 2, true)).to.equal(0);
    expect(clock.missing(at(6, -3600), BLOCK, 5 * SECONDS + 2, true), 'a clock that was set back').to.equal(0);
  });

  it('never goes back: second 0 moves while nobody knows it, later the next gap is shorter', () => {
    const clock = clockAt();
    first(clock);
    const at = (blocks: number, seconds: number) => frameAt(began) + blocks * BLOCK + seconds * RATE;
    expect(clock.missing(at(2, -0.1), BLOCK, SECONDS, false)).to.equal(0);
    expect(clock.origin).to.be.closeTo(began - 100, 1);
    expect(clock.missing(at(3, -0.2), BLOCK, 2 * SECONDS, true)).to.equal(0);
    expect(clock.origin).to.be.closeTo(began - 100, 1);
    expect(clock.missing(at(4, 0.8), BLOCK, 3 * SECONDS, true)).to.be.closeTo(0.9, 1e-9);
  });

  it('takes audio that was late and is caught up for no clock that was set back, in one step or in several', () => {
    const clock = clockAt();
    first(clock);
    const at = (blocks: number, seconds: number) => frameAt(began) + blocks * BLOCK + seconds * RATE;
    expect(clock.missing(at(2, 0.6), BLOCK, SECONDS, true)).to.be.closeTo(0.6, 1e-9);
    expect(clock.missing(at(3, 0.35), BLOCK, 2 * SECONDS + 0.6, true)).to.equal(0);
    expect(clock.missing(at(4, 0.1), BLOCK, 3 * SECONDS + 0.6, true)).to.equal(0);
    expect(clock.missing(at(5, 0), BLOCK, 4 * SECONDS + 0.6, true)).to.equal(0);
    expect(clock.missing(at(6, 1), BLOCK, 5 * SECONDS + 0.6, true), 'the stream was 0.6 s ahead').to.be.closeTo(0.4, 1e-9);
  });

  it('goes on with the time of a stream that was heard before, by this source or another', () => {
    const clock = clockAt(began - 3000);
    expect(first(clock)).to.be.closeTo(3, 0.01);
    clock.begin(RATE / 2);
    const frame = Math.round(((began + 5000) * RATE) / 2000);
    expect(clock.missing(frame + BLOCK, BLOCK, 3 + SECONDS, true)).to.be.closeTo(8 - 3 - SECONDS, 0.01);
  });

  it('knows a frame modulo 2^32 by what it follows, or else by the day, however long nothing came', () => {
    const clock = clockAt();
    const now = frameAt(Date.now());
    const hours = 13 * 3600;
    const before = now - hours * RATE;
    clock.missing(before, BLOCK, 0, false);
    // Read late: a page may be frozen while audio waits.
    expect(clock.unwrap((before + BLOCK + 20) | 0, BLOCK)).to.equal(before + BLOCK + 20);
    expect(clock.unwrap(now | 0, BLOCK)).to.equal(now);
    expect(clock.missing(now, BLOCK, SECONDS, true)).to.be.closeTo(hours - SECONDS, 1e-6);
  });
});
