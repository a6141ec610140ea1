import { expect } from 'chai';
import { readRecording } from '../../../src/recording/reader/recording-reader.js';
import { loadResampler, type ResamplerFactory } from '../../../src/inference/worker/resampler.js';
import { levelDb, TEST_TONE } from '../../support/level.js';
import { signal, wav } from '../../support/audio.js';

const OUT = 16_000;

describe('decoding', () => {
  let create: ResamplerFactory;
  before(async () => {
    create = await loadResampler();
  });

  /** Level of a tone in a file, on its way to the model: decoded, then resampled as in the worker. */
  const heard = async (frequency: number, rate: number) => {
    const file = wav([signal(1, rate, (time) => TEST_TONE * Math.sin(2 * Math.PI * frequency * time))], rate);
    const { hops } = await readRecording(file, { hopMs: 2500, channels: 'mix', signal: undefined, onProblem: () => {} });
    const { value: hop } = await hops.next();
    const resampler = create(hop!.sampleRate, OUT);
    const output = resampler.process(hop!.signals[0]!).slice();
    resampler.close();
    return levelDb(output);
  };

  for (const [frequency, rate] of [
    [8500, 44_100],
    [10_000, 44_100],
    [8500, 48_000],
    [12_500, 48_000],
    [18_000, 48_000],
  ] as const) {
    it(`folds nothing of ${frequency} Hz in a file of ${rate} Hz back into speech`, async () => {
      expect(await heard(frequency, rate)).to.be.below(-60);
    });
  }

  for (const [frequency, rate] of [
    [3400, 8000],
    [7000, 16_000],
    [7000, 22_050],
    [7000, 44_100],
    [7000, 48_000],
  ] as const) {
    it(`keeps ${frequency} Hz of a file of ${rate} Hz`, async () => {
      expect(await heard(frequency, rate)).to.be.closeTo(0, 0.2);
    });
  }
});
