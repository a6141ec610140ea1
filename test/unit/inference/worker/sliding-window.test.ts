import { expect } from 'chai';
import fc from 'fast-check';
import { SlidingWindow, type Window } from '../../../../src/inference/worker/sliding-window.js';

const SIZE = 40;
const HOP = 20;

/** A signal whose samples tell their position: 1, 2, 3... */
const countUp = (length: number) => Float32Array.from({ length }, (_, i) => i + 1);

function pushAll(window: SlidingWindow, signal: Float32Array, cuts: readonly number[]): Window[] {
  const windows: Window[] = [];
  let at = 0;
  for (const cut of [...cuts, signal.length]) {
    windows.push(...window.push(signal.subarray(at, at + cut)));
    at += cut;
  }
  return windows;
}

describe('sliding window', () => {
  it('gives the first window after one hop, with zeros after the audio', () => {
    const [first, ...more] = new SlidingWindow(SIZE, HOP).push(countUp(HOP));
    expect(more).to.have.length(0);
    expect(first).to.deep.include({ filled: HOP, end: HOP });
    expect(Array.from(first!.pcm)).to.deep.equal([...countUp(HOP), ...new Array(SIZE - HOP).fill(0)]);
  });

  it('gives one window a hop, each with the newest audio in order', () => {
    const windows = [...new SlidingWindow(SIZE, HOP).push(countUp(5 * HOP))];
    expect(windows.map(({ end }) => end)).to.deep.equal([1, 2, 3, 4, 5].map((n) => n * HOP));
    for (const { pcm, end } of windows.slice(1)) {
      expect(Array.from(pcm)).to.deep.equal(Array.from({ length: SIZE }, (_, i) => end - SIZE + i + 1));
    }
  });

  it('gives the same windows however the audio is cut', () => {
    const sizes = fc.integer({ min: 1, max: 50 }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 1, max: size })));
    const cuts = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 400 }), cuts, ([size, hop], length, parts) => {
        const signal = countUp(length);
        const whole = [...new SlidingWindow(size, hop).push(signal)];
        expect(pushAll(new SlidingWindow(size, hop), signal, parts)).to.deep.equal(whole);
        expect(whole).to.have.length(Math.floor(length / hop));
      }),
    );
  });

  it('gives the tail at the end only if enough of it is new', () => {
    const window = new SlidingWindow(SIZE, HOP);
    pushAll(window, countUp(HOP + 7), []);
    expect(window.flush(8)).to.equal(undefined);
    expect(window.flush(7)).to.deep.include({ filled: HOP + 7, end: HOP + 7 });
    expect(window.flush(1)).to.equal(undefined);
  });

  it('begins with an empty window after skipped audio, and counts its time', () => {
    const window = new SlidingWindow(SIZE, HOP);
    pushAll(window, countUp(HOP + 5), []);
    window.skip(100);
    const [next] = window.push(countUp(HOP));
    expect(next).to.deep.include({ filled: HOP, end: HOP + 5 + 100 + HOP });
    expect(next!.pcm.at(-1)).to.equal(0);
  });

  it('hands out copies: later audio does not change an earlier window', () => {
    const window = new SlidingWindow(SIZE, HOP);
    const [first] = window.push(countUp(HOP));
    const before = Array.from(first!.pcm);
    pushAll(window, countUp(10 * HOP), []);
    window.clear();
    expect(Array.from(first!.pcm)).to.deep.equal(before);
  });
});
