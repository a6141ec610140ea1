import { expect } from 'chai';
import { createUndertone, type AnalyzeFileOptions, type Undertone, type UndertoneError } from 'undertone';
import { clip, clipSamples, signal, wav } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';
import { drain } from '../support/events.js';
import { joined, mp4WithTracks } from '../support/files.js';
import { itInPieces, itWithAac } from '../support/lacks.js';

const RATE = 16_000;
const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('a recording', () => {
  let undertone: Undertone;
  before(async () => {
    undertone = await createUndertone();
  });
  after(() => undertone.close());

  /** Its events and summary, and the warnings on the way. */
  const analyze = async (input: Blob, options: Partial<AnalyzeFileOptions> = {}) => {
    const warnings: UndertoneError[] = [];
    const onWarning = (warning: UndertoneError) => void warnings.push(warning);
    return { ...(await drain(undertone.analyzeFile(input, { consent: CONSENT, onWarning, ...options }))), warnings };
  };

  const separate = async (input: Blob) => {
    const analysis = undertone.analyzeFile(input, { consent: CONSENT, channels: 'separate' });
    const events = [];
    for await (const event of analysis) events.push(event);
    return { events, summaries: await analysis.summary };
  };

  /** A call as recorders write it: who speaks first on the left, who answers on the right. */
  const call = async () => {
    const [one, other] = [await clipSamples('spoken-negative-refund'), await clipSamples('spoken-positive-news')];
    const [left, right] = [0, 1].map(() => new Float32Array(one.length + other.length)) as [Float32Array, Float32Array];
    left.set(one);
    right.set(other, one.length);
    return { left, right };
  };

  for (const extension of ['opus', 'ogg', 'mp3', 'aac']) {
    const itWith = extension === 'aac' ? itWithAac : it;
    itWith(`that was joined where channels and rate change is heard to its end (${extension})`, async () => {
      const { events, summary, warnings } = await analyze(await joined(extension));
      expect(summary.duration).to.be.within(7.3, 7.6);
      expect(events.every(({ speech }) => speech > 0.5)).to.equal(true);
      expect(warnings).to.deep.equal([]);
    });
  }

  it('that was joined of WAVs is heard to its end, each at its own rate', async () => {
    const tone = (rate: number) => signal(3, rate, (time) => 0.2 * Math.sin(2 * Math.PI * 300 * time));
    const parts = [wav([tone(8000)], 8000), wav([tone(44_100), tone(44_100)], 44_100), wav([tone(RATE)], RATE)];
    const { summary, warnings } = await analyze(new Blob(parts));
    expect(summary.duration).to.be.closeTo(9, 0.01);
    expect(warnings).to.deep.equal([]);
  });

  it('of which a part cannot be decoded is analysed without it, with a warning', async () => {
    const bytes = new Uint8Array(await (await joined('opus')).arrayBuffer());
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    bytes.set(ascii('NoCodec!'), text.lastIndexOf('OpusHead'));
    const { summary, warnings } = await analyze(new Blob([bytes]));
    expect(summary.duration).to.be.closeTo(3.9, 0.1);
    expect(warnings.map(({ code }) => code)).to.deep.equal(['truncated']);
    expect(warnings[0]!.message).to.match(/What follows 3\.9 s/);
  });

  it('whose right channel is the left one upside down is heard as people hear it', async () => {
    const left = await clipSamples('spoken-negative-refund');
    const [mono, opposed] = [await analyze(wav([left], RATE)), await analyze(wav([left, left.map((sample) => -sample)], RATE))];
    opposed.events.forEach(({ speech }, i) => expect(speech).to.be.closeTo(mono.events[i]!.speech, 0.01));
    expect(opposed.summary.call.label).to.equal(mono.summary.call.label);
  });

  it('may be analysed channel by channel: each is what it would be alone', async () => {
    const { left, right } = await call();
    const { events, summaries } = await separate(wav([left, right], RATE));
    for (const [channel, samples] of [left, right].entries()) {
      const alone = await analyze(wav([samples], RATE));
      const own = events.filter((event) => event.channel === channel);
      expect(own.map(({ window, speech }) => ({ window, speech }))).to.deep.equal(
        alone.events.map(({ window, speech }) => ({ window, speech })),
      );
      expect(summaries[channel]).to.deep.include({ channel, call: alone.summary.call, duration: alone.summary.duration });
    }
    expect(events.map(({ channel }) => channel)).to.deep.equal(events.map((_, i) => i % 2));
    expect(summaries).to.have.length(2);
  });

  it('of one channel has one speaker; a channel that a joined file adds is in time', async () => {
    const speech = await clipSamples('spoken-negative-refund');
    expect((await separate(wav([speech], RATE))).summaries).to.have.length(1);
    const parts = [wav([new Float32Array(4 * RATE)], RATE), wav([new Float32Array(speech.length), speech], RATE)];
    const { events, summaries } = await separate(new Blob(parts));
    const duration = 4 + speech.length / RATE;
    for (const summary of summaries) expect(summary.duration).to.be.closeTo(duration, 0.01);
    const heard = events.filter(({ speech: probability }) => probability > 0.5);
    expect(heard.length).to.be.above(0);
    expect(heard.every(({ channel, window }) => channel === 1 && window.end > 4)).to.equal(true);
  });

  it('that looks like two speakers says so, once; other stereo does not', async () => {
    const { left, right } = await call();
    const warned = async (...channels: Float32Array[]) => (await analyze(wav(channels, RATE))).warnings.map(({ code }) => code);
    expect(await warned(left, right)).to.deep.equal(['separate-speakers']);
    expect(await warned(left, left)).to.deep.equal([]);
    expect(
      await warned(
        left,
        left.map((sample) => 0.4 * sample),
      ),
    ).to.deep.equal([]);
    expect(await warned(left, new Float32Array(left.length))).to.deep.equal([]);
  });

  itInPieces('with two audio tracks has its main one analysed, and says which', async () => {
    const tone = signal(3, 48_000, (time) => 0.2 * Math.sin(2 * Math.PI * 300 * time));
    const { summary, warnings } = await analyze(await mp4WithTracks([tone, tone]));
    expect(summary.duration).to.be.closeTo(3, 0.1);
    expect(warnings.map(({ code }) => code)).to.deep.equal(['other-tracks']);
    expect(warnings[0]!.message).to.match(/2 audio tracks. Number 1 /);
  });

  it('tells how far it is, and how long the whole is', async () => {
    const progress: [number, number | null][] = [];
    const onProgress = ({ analysed, duration }: { analysed: number; duration: number | null }) =>
      void progress.push([analysed, duration]);
    await analyze(wav([new Float32Array(6 * RATE)], RATE), { onProgress });
    expect(progress).to.deep.equal([
      [0, 6],
      [2.5, 6],
      [5, 6],
      [6, 6],
    ]);
  });

  it('stops at once when its signal says so while it is read, whatever the reading does', async () => {
    class Stuck extends Blob {
      override slice(): Blob {
        return this;
      }
      override arrayBuffer(): Promise<ArrayBuffer> {
        return new Promise(() => {});
      }
    }
    const controller = new AbortController();
    const analysis = undertone.analyzeFile(new Stuck(['x']), { consent: CONSENT, signal: controller.signal });
    const rejected = errorOf('aborted', () => drain(analysis));
    controller.abort();
    await rejected;
  });

  /** A header of WAV with this format and sizes, and samples. */
  const oddWav = async ({ tag = 1, bits = 16, riff, data }: { tag?: number; bits?: number; riff?: number; data?: number }) => {
    const bytes = await wav([await clipSamples('spoken-negative-refund')], RATE).arrayBuffer();
    const view = new DataView(bytes);
    view.setUint16(20, tag, true);
    view.setUint16(34, bits, true);
    if (riff !== undefined) view.setUint32(4, riff, true);
    if (data !== undefined) view.setUint32(40, data, true);
    return new Blob([bytes]);
  };

  for (const [writer, riff, data] of [
    ['sox', 0x7fff_f024, 0x7fff_f000],
    ['arecord', 0x7fff_ff24, 0x7fff_ff00],
    ['ffmpeg', 0xffff_ffff, 0xffff_ffff],
    ['GStreamer', 0, 0],
  ] as const) {
    it(`that ${writer} wrote into a pipe is heard to its end`, async () => {
      const { summary } = await analyze(await oddWav({ riff, data }));
      expect(summary.duration).to.equal((await clipSamples('spoken-negative-refund')).length / RATE);
    });
  }

  it('may be a WAV of 64-bit floating point', async () => {
    const samples = await clipSamples('spoken-negative-refund');
    const header = new Uint8Array(await wav([samples], RATE).slice(0, 44).arrayBuffer());
    const view = new DataView(header.buffer);
    view.setUint32(4, 36 + 8 * samples.length, true);
    view.setUint16(20, 3, true);
    view.setUint32(28, 8 * RATE, true);
    view.setUint16(32, 8, true);
    view.setUint16(34, 64, true);
    view.setUint32(40, 8 * samples.length, true);
    const { events } = await analyze(new Blob([header, Float64Array.from(samples)]));
    const reference = await analyze(await clip('spoken-negative-refund'));
    events.forEach(({ speech }, i) => expect(speech).to.be.closeTo(reference.events[i]!.speech, 0.02));
  });

  const undecodable: [string, () => Promise<Blob>, RegExp][] = [
    ['a WAV of IMA ADPCM', () => oddWav({ tag: 0x11, bits: 4 }), /A WAV of IMA ADPCM cannot/],
    ['a WAV of GSM', () => oddWav({ tag: 0x31, bits: 0 }), /A WAV of GSM 6\.10 cannot/],
    ['an AIFF', async () => new Blob(['FORM\0\0\0\0AIFFCOMM']), /An AIFF file cannot/],
  ];
  for (const [what, make, message] of undecodable) {
    it(`that is ${what} is refused by its name, with what to do`, async () => {
      const error = await errorOf('bad-source', async () => analyze(await make()));
      expect(error.message).to.match(message);
      expect(error.message).to.match(/Convert it to WAV \(16-bit PCM\)/);
    });
  }

  it('of pictures alone is refused as what it is', async () => {
    const box = (name: string, ...inside: string[]) => {
      const body = inside.join('');
      return `\0\0\0${String.fromCharCode(8 + body.length)}${name}${body}`;
    };
    const movie = box('ftyp', 'isom\0\0\0\0isom') + box('moov', box('mvhd', '\0'.repeat(100))) + box('mdat', 'pictures');
    const error = await errorOf('bad-source', () => analyze(new Blob([ascii(movie)])));
    expect(error.message).to.match(/An MP4 file holds no audio track/);
  });

  it('needs a choice of channels that there is', () =>
    errorOf('bad-options', () => analyze(new Blob([]), { channels: 'left' as never })));
});
