import { expect } from 'chai';
import { activeSamples, isDigitalSilence } from '../../../../src/inference/worker/energy.js';

const RATE = 16_000;
const WINDOW = 5 * RATE;

/** A window with a loud tone in `[from, to)` seconds over a floor of noise at `floorDb`. */
function windowWith(from: number, to: number, floorDb = -90): Float32Array {
  return Float32Array.from({ length: WINDOW }, (_, i) => {
    const floor = 10 ** (floorDb / 20) * (i % 2 === 0 ? 1 : -1);
    return floor + (i >= from * RATE && i < to * RATE ? 0.3 * Math.sin(i / 5) : 0);
  });
}

const seconds = (pcm: Float32Array, from = 0, to = WINDOW) => activeSamples(pcm, from, to) / RATE;

describe('energy', () => {
  it('measures how much of a window is louder than its pauses', () => {
    expect(seconds(windowWith(1, 3))).to.be.closeTo(2, 0.05);
    expect(seconds(windowWith(0, 5))).to.be.closeTo(5, 0.05);
  });

  it('looks only at the part it is asked about', () => {
    const pcm = windowWith(2, 4);
    expect(seconds(pcm, 2.5 * RATE, WINDOW)).to.be.closeTo(1.5, 0.05);
    expect(seconds(pcm, 4 * RATE, WINDOW)).to.equal(0);
  });

  it('does not take the hiss of a quiet line for speech', () => {
    expect(seconds(windowWith(0, 0, -65))).to.equal(0);
    expect(seconds(windowWith(1, 2, -50))).to.be.closeTo(1, 0.05);
  });

  it('counts quiet speech as much as loud speech', () => {
    const quiet = windowWith(1, 3).map((sample) => sample / 20);
    expect(seconds(quiet)).to.be.closeTo(2, 0.05);
  });

  it('calls silent only what is at most one step of 16 bits', () => {
    expect(isDigitalSilence(new Float32Array(WINDOW))).to.equal(true);
    expect(isDigitalSilence(new Float32Array(WINDOW).fill(1 / 32768))).to.equal(true);
    const one = new Float32Array(WINDOW);
    one[WINDOW - 1] = -2 / 32768;
    expect(isDigitalSilence(one)).to.equal(false);
  });
});
