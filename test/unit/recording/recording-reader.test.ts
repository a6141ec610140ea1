import { expect } from 'chai';
import { readRecording } from '../../../src/recording/reader/recording-reader.js';
import type { ReaderOptions } from '../../../src/recording/reading.js';
import { loadResampler, type ResamplerFactory } from '../../../src/inference/worker/resampler.js';
import { levelDb, TEST_TONE } from '../../support/level.js';
import { signal, wav } from '../../support/audio.js';
import { joined, longOpus } from '../../support/files.js';

const OUT = 16_000;

const OPTIONS = { hopMs: 2500, channels: 'mix', webCodecs: true, signal: undefined, onProblem: () => {} } as const;

for (const [what, webCodecs] of [
  ['without WebCodecs', true],
  ['whose WebCodecs are not to be used', false],
] as const) {
  describe(`a browser ${what}`, () => readsWithoutWebCodecs({ ...OPTIONS, webCodecs }));
}

function readsWithoutWebCodecs(options: ReaderOptions): void {
  const { AudioDecoder } = globalThis;
  const asked: unknown[] = [];
  before(() => {
    if (options.webCodecs) Reflect.deleteProperty(globalThis, 'AudioDecoder');
    else Object.assign(globalThis, { AudioDecoder: new Proxy(AudioDecoder, { get: (_, name) => asked.push(name) }) });
  });
  after(() => {
    Object.assign(globalThis, { AudioDecoder });
    expect(asked).to.deep.equal([]);
  });

  it('decodes a compressed file at once, and joined ones one after another', async () => {
    const { duration, hops } = await readRecording(await joined('mp3'), options);
    expect(duration).to.be.closeTo(7.35, 0.01);
    let heard = 0;
    for await (const { sampleRate, signals } of hops) heard += signals[0]!.length / sampleRate;
    expect(heard).to.be.closeTo(7.35, 0.1);
  });

  it('still reads a WAV in pieces', async () => {
    const { hops } = await readRecording(wav([new Float32Array(48_000)], 48_000), options);
    expect((await hops.next()).value!.sampleRate).to.equal(48_000);
  });

  it('refuses what is too long for that before it tries, with what to do', async () => {
    const tone = signal(3, 48_000, (time) => 0.3 * Math.sin(2 * Math.PI * 300 * time));
    const file = await longOpus(2 * 3600, [tone]);
    const error = await readRecording(file, options).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/an Ogg file of opus in pieces, and 120 minutes are too much .* parts of at most 60 minutes/);
  });
}

describe('decoding', () => {
  let create: ResamplerFactory;
  before(async () => {
    create = await loadResampler();
  });

  /** Level of a tone in a file, on its way to the model: decoded, then resampled as in the worker. */
  const heard = async (frequency: number, rate: number) => {
    const file = wav([signal(1, rate, (time) => TEST_TONE * Math.sin(2 * Math.PI * frequency * time))], rate);
    const { hops } = await readRecording(file, OPTIONS);
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
