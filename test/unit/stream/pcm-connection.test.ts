import { expect } from 'chai';
import { PcmSource } from '../../../src/capture/pcm-source.js';
import { PcmConnection } from '../../../src/stream/pcm-connection.js';

const RATE = 8000;

describe('samples that nobody waits for', () => {
  it('do not pile up in the worker, which has other streams, and all of them are handed on', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const answers: (() => void)[] = [];
    let handed = 0;
    let most = 0;
    const connection = new PcmConnection(source, {
      onChange: () => {},
      onTrackEnded: () => {},
      onFailure: () => {},
      onSamples: (samples) => {
        handed += samples.length / RATE;
        return new Promise((resolve) => (most = Math.max(most, answers.push(resolve))));
      },
    });
    const written = Promise.all([source.write(new Float32Array(60 * RATE)), source.write(new Float32Array(RATE))]);
    for (
      let over = false;
      !over;
      over = await Promise.race([written.then(() => true), new Promise<false>((go) => setTimeout(go, 0, false))])
    ) {
      expect(most).to.be.below(100);
      answers.splice(0).forEach((answer) => answer());
    }
    expect(handed).to.equal(61);
    connection.close();
  });
});
