import { expect } from 'chai';
import { activityOf, isDigitalSilence } from '../../../../src/inference/worker/energy.js';

const RATE = 16_000;
const WINDOW = 5 * RATE;

/** A window with a loud tone in `[from, to)` seconds over a floor of noise at `floorDb`. */
function windowWith(from: number, to: number, floorDb = -90): Float32Array {
  return Float32Array.from({ length: WINDOW }, (_, i) => {
    const floor = 10 ** (floorDb / 20) * (i % 2 === 0 ? 1 : -1);
    return floor + (i >= from * RATE && i < to * RATE ? 0.3 * Math.sin(i / 5) : 0);
  });
}

const seconds = (pcm: Float32Array, from = 0) => activityOf(pcm, from).active / RATE;

describe('energy', () => {
  it('measures how much of a window is louder than its pauses', () => {
    expect(seconds(windowWith(1, 3))).to.be.closeTo(2, 0.05);
    expect(seconds(windowWith(0, 5))).to.be.closeTo(5, 0.05);
  });

  it('looks only at the part it is asked about', () => {
    const pcm = windowWith(2, 4);
    expect(seconds(pcm, 2.5 * RATE)).to.be.closeTo(1.5, 0.05);
    expect(seconds(pcm, 4 * RATE)).to.equal(0);
  });

  it('does not take the noise of the room for speech, also where speech is not much louder', () => {
    for (const noise of [-65, -50, -35, -30]) expect(seconds(windowWith(1, 2, noise)), `${noise} dB`).to.be.closeTo(1, 0.05);
  });

  it('counts quiet speech as much as loud speech, and says what is too quiet', () => {
    const attenuated = (dB: number) => windowWith(1, 3, -120).map((sample) => sample * 10 ** (dB / 20));
    for (const dB of [0, -20, -40, -60]) expect(seconds(attenuated(dB)), `${dB} dB`).to.be.closeTo(2, 0.05);
    const { active, tooQuiet } = activityOf(attenuated(-80), 0);
    expect([active, Math.round((10 * tooQuiet) / RATE)]).to.deep.equal([0, 20]);
  });

  it('counts the same at any offset', () => {
    const pcm = windowWith(1, 3, -50);
    for (const offset of [0.005, -0.02, 0.2]) {
      expect(
        activityOf(
          pcm.map((sample) => sample + offset),
          0,
        ),
        `${offset}`,
      ).to.deep.equal(activityOf(pcm, 0));
      expect(isDigitalSilence(new Float32Array(WINDOW).fill(offset))).to.equal(true);
    }
  });

  it('calls silent only what varies by at most two steps of 16 bits', () => {
    expect(isDigitalSilence(new Float32Array(WINDOW))).to.equal(true);
    expect(isDigitalSilence(new Float32Array(WINDOW).fill(1 / 32768))).to.equal(true);
    const one = new Float32Array(WINDOW);
    one[WINDOW - 1] = -3 / 32768;
    expect(isDigitalSilence(one)).to.equal(false);
  });
});
