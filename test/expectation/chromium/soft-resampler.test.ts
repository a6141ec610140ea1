// No report known. Seen in Chromium 156; Firefox 153 and WebKitGTK 2.50 let nothing of it through.
import { expect } from 'chai';
import { signal, wav } from '../../support/audio.js';

const LEVEL = 0.5;

it('decodeAudioData() folds what is above half of its own rate back into what is heard', async () => {
  const tone = wav([signal(1, 48_000, (time) => LEVEL * Math.sin(2 * Math.PI * 8500 * time))], 48_000);
  const decoded = await new OfflineAudioContext(1, 1, 16_000).decodeAudioData(await tone.arrayBuffer());
  const middle = decoded.getChannelData(0).slice(4000, 12_000);
  expect(20 * Math.log10(Math.max(...middle) / LEVEL)).to.be.above(-20);
});
