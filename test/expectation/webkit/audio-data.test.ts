// Follows from copy-audio-data.test.mjs.
import { expect } from 'chai';
import { createUndertone, PcmSource } from 'undertone';
import { CONSENT } from '../../support/consent.js';
import { drain } from '../../support/events.js';
import { errorOf } from '../../support/errors.js';
import { joined } from '../../support/files.js';

describe('where samples cannot be copied out of an AudioData', () => {
  it('one that is written is refused, and the page goes on', async () => {
    const data = new AudioData({
      format: 'f32',
      sampleRate: 16_000,
      numberOfFrames: 160,
      numberOfChannels: 1,
      timestamp: 0,
      data: new Float32Array(160),
    });
    await errorOf('unsupported', () => new PcmSource({ sampleRate: 16_000 }).write(data));
    expect(data.format).to.equal(null);
  });

  it('compressed recordings are decoded at once, without one', async () => {
    const undertone = await createUndertone();
    const { summary } = await drain(undertone.analyzeFile(await joined('mp3'), { consent: CONSENT }));
    expect(summary.duration).to.be.closeTo(7.4, 0.1);
    await undertone.close();
  });
});
