import { expect } from 'chai';
import { CaptureClock } from '../../../worklets/capture-clock.js';

const RATE = 48_000;
const QUANTUM = 128;
const BEGAN = 1_700_000_000_000;

/** Stamps of quanta whose samples were all there `lateMs(second)` after their time of day. */
function stamps(seconds: number, lateMs: (second: number) => number, jump: (second: number) => number = () => 0): number[] {
  const clock = new CaptureClock(RATE);
  return Array.from({ length: Math.floor((seconds * RATE) / QUANTUM) }, (_, i) => {
    const frame = (i + 1) * QUANTUM;
    const second = frame / RATE;
    return clock.stamp(frame, BEGAN + 1000 * second + lateMs(second) + 1000 * jump(second));
  });
}

/** How far the stamp of the last quantum is from the time of day of its last sample, in ms. */
function errorMs(all: readonly number[], seconds: number): number {
  const due = Math.round(((BEGAN + 1000 * seconds) * RATE) / 1000);
  return (1000 * ((all.at(-1)! - due) | 0)) / RATE;
}

describe('the clock of the capture', () => {
  it('counts without a gap while audio comes in bursts', () => {
    const all = stamps(5, (second) => 15 * (Math.floor(second * 40) % 2));
    expect(all.slice(1).every((stamp, i) => ((stamp - all[i]!) | 0) === QUANTUM)).to.equal(true);
  });

  it('forgets within a second that the first audio came late', () => {
    const all = stamps(3, (second) => (second < 0.1 ? 100 : 0));
    expect(Math.abs(errorMs(all, 3))).to.be.below(25);
  });

  it('follows a gap at once, and a device that stumbles within a second', () => {
    const gap = stamps(
      2,
      () => 0,
      (second) => (second > 1 ? 7 : 0),
    );
    expect(Math.abs(errorMs(gap, 2 + 7))).to.be.below(25);
    const stumbling = stamps(
      6,
      () => 0,
      (second) => 0.02 * Math.floor(second),
    );
    expect(Math.abs(errorMs(stumbling, 6 + 0.02 * 6))).to.be.below(45);
  });
});
