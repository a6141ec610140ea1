import { expect } from 'chai';
import { downmix } from '../../../worklets/downmix.js';

const mix = (...channels: number[][]) => {
  const mono = new Float32Array(4);
  const count = downmix(
    channels.map((channel) => Float32Array.from(channel)),
    mono,
  );
  return Array.from(mono.subarray(0, count));
};

describe('downmix', () => {
  it('takes one channel as it is', () => expect(mix([1, -1, 0.5])).to.deep.equal([1, -1, 0.5]));
  it('takes the mean of all channels', () => expect(mix([1, 0], [0, 0], [0.5, -1.5])).to.deep.equal([0.5, -0.5]));
  it('stays in range at full scale', () => expect(mix([1, -1], [1, -1])).to.deep.equal([1, -1]));
  it('gives nothing for a source that has no channel yet', () => expect(mix()).to.deep.equal([]));
});
