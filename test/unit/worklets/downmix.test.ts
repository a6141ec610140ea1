import { expect } from 'chai';
import { Downmix } from '../../../worklets/downmix.js';
import { clipSamples, signal } from '../../support/audio.js';
import { levelDb } from '../../support/level.js';

const QUANTUM = 128;

/** The mix of these channels, a render quantum at a time. */
function mix(...channels: Float32Array[]): Float32Array {
  const downmix = new Downmix();
  const mono = new Float32Array(channels[0]?.length ?? 0);
  for (let from = 0; from < mono.length; from += QUANTUM) {
    const quantum = channels.map((channel) => channel.subarray(from, from + QUANTUM));
    expect(downmix.mix(quantum, mono.subarray(from, from + QUANTUM))).to.equal(quantum[0]!.length);
  }
  return mono;
}

const numbers = (...channels: number[][]) => Array.from(mix(...channels.map((channel) => Float32Array.from(channel))));
const upsideDown = (samples: Float32Array) => samples.map((sample) => -sample);

describe('downmix', () => {
  it('takes one channel as it is', () => expect(numbers([1, -1, 0.5])).to.deep.equal([1, -1, 0.5]));
  it('takes the mean of all channels', () => expect(numbers([1, 0], [0, 0], [0.5, -1.5])).to.deep.equal([0.5, -0.5]));
  it('stays in range at full scale', () => expect(numbers([1, -1], [1, -1])).to.deep.equal([1, -1]));
  it('gives nothing for a source that has no channel yet', () => {
    expect(new Downmix().mix([], new Float32Array(4))).to.equal(0);
  });

  it('hears speech whose right channel is the left one upside down', async () => {
    const speech = await clipSamples('spoken-negative-refund');
    expect(mix(speech, upsideDown(speech))).to.deep.equal(mix(speech, speech));
    expect(mix(speech, speech, upsideDown(speech))).to.deep.equal(mix(speech, speech, speech));
  });

  it('hears it where the line hums and hisses too, and where one side is quieter', async () => {
    const speech = await clipSamples('spoken-negative-refund');
    const other = await clipSamples('noise-wind');
    const right = speech.map((sample, i) => -0.5 * sample + 0.02 * (other[i] ?? 0));
    expect(levelDb(mix(speech, right))).to.be.closeTo(levelDb(speech.map((sample) => 0.75 * sample)), 1);
  });

  it('leaves two speakers who talk at once as they are', async () => {
    const [one, other] = [await clipSamples('spoken-negative-refund'), await clipSamples('spoken-positive-news')];
    const length = Math.min(one.length, other.length);
    const mean = one.subarray(0, length).map((sample, i) => (sample + other[i]!) / 2);
    const mixed = mix(one.subarray(0, length), other.subarray(0, length));
    expect(levelDb(mixed.map((sample, i) => sample - mean[i]!))).to.be.below(levelDb(mean) - 40);
  });

  it('fades where a channel turns round on the way', () => {
    const left = signal(2, 16_000, (time) => 0.5 * Math.sin(2 * Math.PI * 200 * time));
    const right = left.map((sample, i) => (i < 8000 ? sample : -sample));
    const mixed = mix(left, right);
    // No step is steeper than those of the tone itself, but for the one that the right channel has.
    const steps = mixed.map((sample, i) => Math.abs(sample - (mixed[i - 1] ?? 0)));
    const steepest = 0.5 * 2 * Math.PI * (200 / 16_000);
    expect(Math.max(...steps)).to.be.below(2 * steepest);
    expect(levelDb(mixed.subarray(-2000))).to.be.closeTo(levelDb(left.subarray(-2000)), 0.1);
  });

  it('goes on after samples that are no numbers', () => {
    const left = signal(0.5, 16_000, (time) => 0.5 * Math.sin(2 * Math.PI * 200 * time));
    const broken = upsideDown(left).map((sample, i) => (i === 100 ? Number.NaN : sample));
    expect(mix(left, broken).subarray(QUANTUM)).to.deep.equal(left.subarray(QUANTUM));
  });
});
