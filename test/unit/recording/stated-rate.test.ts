import { expect } from 'chai';
import { statedRate } from '../../../src/recording/reader/stated-rate.js';
import { wav } from '../../support/audio.js';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('the rate that a file states', () => {
  it('is found in WAV', async () => {
    for (const rate of [8000, 16_000, 44_100])
      expect(statedRate(await wav([new Float32Array(8)], rate).arrayBuffer())).to.equal(rate);
  });

  it('is found in WAV behind other chunks, of odd length too', async () => {
    const whole = new Uint8Array(await wav([new Float32Array(8)], 8000).arrayBuffer());
    const other = [...ascii('bext'), 3, 0, 0, 0, ...ascii('abc'), 0];
    expect(statedRate(Uint8Array.from([...whole.subarray(0, 12), ...other, ...whole.subarray(12)]).buffer)).to.equal(8000);
  });

  it('is found in FLAC', () => {
    const bytes = new Uint8Array(42);
    bytes.set(ascii('fLaC'));
    new DataView(bytes.buffer).setUint32(18, (16_000 << 12) | 0xabc);
    expect(statedRate(bytes.buffer)).to.equal(16_000);
  });

  it('is unknown of anything else, and of what breaks off', async () => {
    for (const text of ['', 'RIFF', 'RIFF0000WAVE', 'fLaC', 'OggS and so on', `RIFF0000WAVEjunk${'\xff'.repeat(40)}`]) {
      expect(statedRate(ascii(text).buffer), text).to.equal(undefined);
    }
  });
});
