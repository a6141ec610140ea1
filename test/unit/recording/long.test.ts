import { expect } from 'chai';
import { readRecording } from '../../../src/recording/reader/recording-reader.js';
import { signal } from '../../support/audio.js';
import { longOpus } from '../../support/files.js';

const HOURS = 3;

/** Seconds that may be decoded before they are asked for. */
const AHEAD = 5;

const tone = (frequency: number) => signal(3, 48_000, (time) => 0.3 * Math.sin(2 * Math.PI * frequency * time));

describe(`a recording of ${HOURS} hours in stereo`, () => {
  it('is decoded no further than it is asked for, however long that is', async () => {
    const file = await longOpus(HOURS * 3600, [tone(300), tone(500)]);
    const { decode } = AudioDecoder.prototype;
    let decoded = 0;
    AudioDecoder.prototype.decode = function (chunk) {
      decoded += (chunk.duration ?? 0) / 1e6;
      decode.call(this, chunk);
    };
    try {
      const { duration, hops } = await readRecording(file, {
        hopMs: 2500,
        channels: 'mix',
        signal: undefined,
        webCodecs: true,
        onProblem: () => {},
      });
      expect(duration).to.be.closeTo(HOURS * 3600, 1);
      let heard = 0;
      for await (const { sampleRate, signals } of hops) {
        heard += signals[0]!.length / sampleRate;
        // As long as the model may take: what is decoded meanwhile would pile up.
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(decoded - heard).to.be.below(AHEAD);
        if (heard > 120) break;
      }
      expect(heard).to.be.above(120);
      expect(decoded).to.be.above(100);
    } finally {
      AudioDecoder.prototype.decode = decode;
    }
  });

  it('is read a piece at a time', async () => {
    const file = await longOpus(HOURS * 3600, [tone(300), tone(500)]);
    const { arrayBuffer } = Blob.prototype;
    let largest = 0;
    Blob.prototype.arrayBuffer = function () {
      largest = Math.max(largest, this.size);
      return arrayBuffer.call(this);
    };
    try {
      const { hops } = await readRecording(file, {
        hopMs: 2500,
        channels: 'mix',
        webCodecs: true,
        signal: undefined,
        onProblem: () => {},
      });
      await hops.next();
      await hops.return();
      expect(file.size).to.be.above(4 * 2 ** 20);
      expect(largest).to.be.within(1, 2 * 2 ** 20);
    } finally {
      Blob.prototype.arrayBuffer = arrayBuffer;
    }
  });
});
