import { expect } from 'chai';
import fc from 'fast-check';
import { loadResampler, type ResamplerFactory } from '../../../../src/inference/worker/resampler.js';
import { levelDb, TEST_TONE } from '../../../support/level.js';

const OUT = 16_000;
const SECONDS = 1;

const sine = (frequency: number, rate: number, seconds = SECONDS) =>
  Float32Array.from({ length: rate * seconds }, (_, i) => TEST_TONE * Math.sin((2 * Math.PI * frequency * i) / rate));

describe('resampler', () => {
  let create: ResamplerFactory;
  before(async () => {
    create = await loadResampler();
  });

  const convert = (signal: Float32Array, rate: number) => {
    const resampler = create(rate, OUT);
    const body = resampler.process(signal);
    const tail = resampler.flush();
    resampler.close();
    return Float32Array.from([...body, ...tail]);
  };

  for (const rate of [44_100, 48_000, 96_000]) {
    for (const frequency of [8500, 10_000, 15_000, 20_000]) {
      it(`removes ${frequency} Hz from ${rate} Hz by 60 dB: nothing folds back into speech`, () => {
        expect(levelDb(convert(sine(frequency, rate), rate))).to.be.below(-60);
      });
    }
  }

  for (const rate of [8000, 22_050, 44_100, 48_000]) {
    for (const frequency of [100, 1000, 3400, 7000].filter((f) => f < 0.45 * rate)) {
      it(`keeps ${frequency} Hz of ${rate} Hz within 0.1 dB, in its place`, () => {
        const output = convert(sine(frequency, rate), rate);
        const expected = sine(frequency, OUT);
        const difference = expected.map((sample, i) => sample - output[i]!);
        expect(Math.abs(levelDb(output.subarray(0, expected.length)))).to.be.below(0.1);
        expect(levelDb(difference), 'what is left when the ideal is taken away').to.be.below(-40);
      });
    }
  }

  for (const rate of [8000, 44_100, 48_000]) {
    it(`gives a second for a second at ${rate} Hz`, () => {
      expect(convert(sine(440, rate), rate).length).to.be.closeTo(OUT, 2);
    });
  }

  it('does not depend on how the audio is cut', () => {
    const signal = sine(1000, 44_100, 0.5);
    const whole = convert(signal, 44_100);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 20 }), (parts) => {
        const resampler = create(44_100, OUT);
        const pieces: number[] = [];
        let at = 0;
        for (const part of [...parts, signal.length]) {
          pieces.push(...resampler.process(signal.subarray(at, at + part)));
          at = Math.min(at + part, signal.length);
        }
        pieces.push(...resampler.flush());
        resampler.close();
        expect(pieces.length).to.equal(whole.length);
        expect(Math.max(...pieces.map((sample, i) => Math.abs(sample - whole[i]!)))).to.be.below(1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it('passes 16 kHz through unchanged', () => {
    const signal = sine(1000, OUT);
    expect(Array.from(convert(signal, OUT))).to.deep.equal(Array.from(signal));
  });

  it('converts two signals at once without mixing them', () => {
    const [left, right] = [create(48_000, OUT), create(48_000, OUT)];
    const heard = left.process(sine(1000, 48_000));
    const silent = right.process(new Float32Array(48_000));
    expect(levelDb(heard)).to.be.above(-1);
    expect(silent.every((sample) => sample === 0)).to.equal(true);
    left.close();
    right.close();
  });
});
