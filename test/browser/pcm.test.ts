import { expect } from 'chai';
import { createUndertone, PcmSource, type PcmChunk, type ToneEvent, type ToneStream, type Undertone } from 'undertone';
import { clipSamples, wav } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';
import { drain, inState, next, record } from '../support/events.js';

const RATE = 16_000;
const HOP_MS = 1000;

describe('samples of the app’s own', () => {
  let undertone: Undertone;
  let speech: Float32Array<ArrayBuffer>;
  const streams: ToneStream[] = [];

  before(async () => {
    undertone = await createUndertone();
    const clip = await clipSamples('spoken-negative-refund');
    // Longer than the audio that a live source may have waiting.
    speech = new Float32Array(3 * clip.length);
    for (const turn of [0, 1, 2]) speech.set(clip, turn * clip.length);
  });
  after(() => undertone.close());
  afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.stop())));

  function listenTo(source: PcmSource): ToneStream {
    const stream = undertone.analyze(source, { consent: CONSENT, hopMs: HOP_MS });
    streams.push(stream);
    return stream;
  }

  const int16 = (samples: Float32Array) => Int16Array.from(samples, (sample) => Math.round(32767 * sample));
  const interleaved = (left: Float32Array, right: Float32Array) =>
    Float32Array.from({ length: 2 * left.length }, (_, i) => (i % 2 === 0 ? left : right)[i >> 1]!);

  /** All of it with one hop after another waited for: `chunk` at a time. */
  async function write(source: PcmSource, samples: Float32Array, chunk: number, form = (part: Float32Array): PcmChunk => part) {
    for (let at = 0; at < samples.length; at += chunk) await source.write(form(samples.subarray(at, at + chunk)));
  }

  const said = ({ window, call, speech }: ToneEvent) => ({
    window: [window.start, window.end, window.label, window.speechSeconds],
    call: [call.label, call.speechSeconds],
    speech: speech.toFixed(2),
  });

  it('are heard as the same recording is, much faster than it lasts, when each write is waited for', async () => {
    const file = await drain(undertone.analyzeFile(wav([speech], RATE), { consent: CONSENT, hopMs: HOP_MS }));
    for (const chunk of [160, 7001, speech.length]) {
      const source = new PcmSource({ sampleRate: RATE });
      const stream = listenTo(source);
      const [heard, overloads] = [record(stream, 'tone'), record(stream, 'overload')];
      await write(source, speech, chunk, int16);
      await stream.stop();
      expect(heard.map(said)).to.deep.equal(file.events.map(said));
      expect(overloads).to.deep.equal([]);
    }
  });

  it('that nobody waits for lose windows, which is reported, and no time', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const [heard, overloads] = [record(stream, 'tone'), record(stream, 'overload')];
    for (let second = 0; second < 20; second++) void source.write(speech.subarray(0, RATE));
    const summary = await stream.stop();
    expect(summary.duration).to.equal(20);
    expect(overloads.length).to.be.above(0);
    expect(overloads.every(({ reason }) => reason === 'inference')).to.equal(true);
    expect(heard.length + overloads.reduce((sum, { droppedWindows }) => sum + droppedWindows, 0)).to.equal(20);
  });

  for (const [what, sampleRate, channels, form] of [
    ['8 kHz', 8000, 1, (part) => part],
    ['44.1 kHz in stereo, interleaved', 44_100, 2, (part) => interleaved(part, part)],
    ['48 kHz in stereo, planar integers', 48_000, 2, (part) => [int16(part), int16(part)]],
    ['384 kHz', 384_000, 1, (part) => part],
    ['48 kHz with one channel upside down', 48_000, 2, (part) => [part, part.map((sample) => -sample)]],
  ] as [string, number, number, (part: Float32Array) => PcmChunk][]) {
    it(`may come at ${what}`, async () => {
      const buffer = new AudioBuffer({ length: speech.length, sampleRate: RATE });
      buffer.copyToChannel(speech, 0);
      const offline = new OfflineAudioContext(1, Math.ceil((speech.length * sampleRate) / RATE), sampleRate);
      const node = new AudioBufferSourceNode(offline, { buffer });
      node.connect(offline.destination);
      node.start();
      const samples = (await offline.startRendering()).getChannelData(0);
      const source = new PcmSource({ sampleRate, channels });
      const stream = listenTo(source);
      await write(source, samples, 4321, form);
      const { call, duration } = await stream.stop();
      expect(duration).to.be.closeTo(speech.length / RATE, 0.02);
      expect(call.label).to.equal('negative');
    });
  }

  it('may be AudioData, which are closed, with a gap where their timestamps have one', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const heard = record(stream, 'tone');
    const data = (timestamp: number) =>
      new AudioData({
        format: 'f32-planar',
        sampleRate: RATE,
        numberOfFrames: RATE,
        numberOfChannels: 1,
        timestamp,
        data: speech.slice(0, RATE),
      });
    const chunks = [5e6, 6e6, 9.5e6].map(data);
    for (const chunk of chunks) await source.write(chunk);
    expect(chunks.map(({ format }) => format)).to.deep.equal([null, null, null]);
    expect(heard.map(({ window, gapSeconds }) => [window.start, window.end, gapSeconds])).to.deep.equal([
      [0, 1, 0],
      [0, 2, 0],
      [4.5, 5.5, 2.5],
    ]);
  });

  it('that are too short to be judged between two gaps are told as missing, too', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const heard = record(stream, 'tone');
    const write = (seconds: number, at: number) =>
      source.write({ samples: speech.subarray(0, seconds * RATE), timestamp: 1e6 * at });
    await write(1, 0);
    for (const at of [2, 4, 6]) await write(0.2, at);
    await write(1, 8);
    expect(heard.map(({ window, gapSeconds }) => [window.start, window.end, gapSeconds])).to.deep.equal([
      [0, 1, 0],
      [8, 9, 7],
    ]);
  });

  it('may be missing for days, at any rate', async () => {
    for (const sampleRate of [16_000, 48_000, 384_000]) {
      const source = new PcmSource({ sampleRate });
      const stream = listenTo(source);
      const heard = record(stream, 'tone');
      const days = 3 * 24 * 3600;
      for (const timestamp of [0, 1e6 * days]) await source.write({ samples: new Float32Array(1.5 * sampleRate), timestamp });
      await stream.stop();
      const gaps = heard.map(({ gapSeconds }) => gapSeconds).filter((seconds) => seconds > 0);
      expect(gaps.length, `at ${sampleRate} Hz`).to.equal(1);
      expect(gaps[0]).to.be.closeTo(days - 1.5, 0.05);
      expect(heard.at(-1)!.window.end).to.be.closeTo(days + 1.5, 0.05);
    }
  });

  it('whose timestamps overlap are heard one after the other, and time never goes back', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const heard = record(stream, 'tone');
    for (const timestamp of [0, 0.4e6, -3e6, 3e6]) await source.write({ samples: speech.subarray(0, RATE), timestamp });
    expect(heard.map(({ window, gapSeconds }) => [window.end, gapSeconds])).to.deep.equal([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
  });

  it('are of the time of day at which they are written', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const tone = next(stream, 'tone');
    const before = Date.now();
    void source.write(speech.subarray(0, RATE));
    const { timeOrigin, window } = await tone;
    expect(timeOrigin + 1000 * window.end).to.be.within(before - 1, Date.now() + 1);
  });

  it('may be piped in, and the end of the pipe is that of a track', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const [errors, ends] = [record(stream, 'error'), record(stream, 'end')];
    const ended = next(stream, 'end');
    let at = 0;
    const readable = new ReadableStream<PcmChunk>({
      pull(controller) {
        if (at >= speech.length) return controller.close();
        controller.enqueue(speech.subarray(at, (at += 1000)));
      },
    });
    await readable.pipeTo(source.writable);
    const { reason, summary } = await ended;
    expect(reason).to.equal('track-ended');
    expect(summary!.duration).to.be.closeTo(speech.length / RATE, 0.001);
    expect(errors.map(({ code }) => code)).to.deep.equal(['track-ended']);
    await errorOf('closed', () => source.write(speech));
    await errorOf('track-ended', () => undertone.analyze(source, { consent: CONSENT }));

    const other = new PcmSource({ sampleRate: 8000 });
    await stream.replace(other);
    await other.write(speech.subarray(0, 16_000));
    expect((await stream.stop()).duration).to.be.above(summary!.duration);
    expect(ends.map((end) => end.reason)).to.deep.equal(['track-ended', 'stopped']);
  });

  it('ask their writers to wait when a second of them is held', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    listenTo(source);
    const writer = source.writable.getWriter();
    expect(writer.desiredSize).to.equal(1);
    const written = writer.write(speech.subarray(0, 3 * RATE));
    expect(writer.desiredSize).to.equal(-2);
    await written;
    await writer.ready;
    expect(writer.desiredSize).to.equal(1);
  });

  it('whose writer fails end the stream, and say why', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const errors = record(stream, 'error');
    const ended = next(stream, 'end');
    const cause = new Error('the socket is gone');
    await source.writable.abort(cause);
    expect(await ended).to.include({ reason: 'failed' });
    expect(errors.map((error) => [error.code, error.cause])).to.deep.equal([['bad-source', cause]]);
  });

  it('that cease are told by the state, until they come again', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    expect(stream.state).to.equal('loading');
    await source.write(speech.subarray(0, RATE));
    expect(stream.state).to.equal('running');
    await inState(stream, 'suspended');
    await source.write(speech.subarray(0, RATE));
    expect(stream.state).to.equal('running');
  });

  it('pass unheard while the stream is paused, and time goes on', async () => {
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source);
    const heard = record(stream, 'tone');
    await source.write(speech.subarray(0, RATE / 2));
    stream.pause();
    await source.write(speech);
    stream.resume();
    await source.write(speech.subarray(0, RATE));
    await stream.stop();
    const passed = 0.5 + speech.length / RATE;
    expect(heard.map(({ window }) => [window.start, window.end])).to.deep.equal([
      [0, 0.5],
      [passed, passed + 1],
    ]);
  });

  it('go on as those of another source, and settle each write, whatever ends the stream', async () => {
    for (const end of ['replace', 'revoke', 'stop'] as const) {
      const source = new PcmSource({ sampleRate: RATE });
      const stream = listenTo(source);
      const heard = record(stream, 'tone');
      const writes = [source.write(speech), source.write(speech)];
      if (end === 'replace') {
        const other = new PcmSource({ sampleRate: 2 * RATE });
        await stream.replace(other);
        // The filter between the rates holds some milliseconds back.
        await other.write(speech.subarray(0, 2.1 * RATE));
        expect(heard.at(-1)!.window.end - heard.at(-1)!.window.start).to.equal(1);
      } else await stream[end]();
      await Promise.all(writes);
      await source.write(speech);
    }
  });

  const misfits: [string, () => unknown][] = [
    ['a text', () => 'samples'],
    ['doubles', () => new Float64Array(2)],
    ['half a frame', () => new Float32Array(3)],
    ['three channels', () => [1, 2, 3].map(() => new Float32Array(2))],
    ['channels of two lengths', () => [new Float32Array(2), new Float32Array(3)]],
    ['a timestamp that is none', () => ({ samples: new Float32Array(2), timestamp: Number.NaN })],
    ['a timestamp that cannot be counted', () => ({ samples: new Float32Array(2), timestamp: 1e300 })],
    [
      'AudioData of another rate',
      () =>
        new AudioData({
          format: 'f32',
          sampleRate: 8000,
          numberOfFrames: 2,
          numberOfChannels: 1,
          timestamp: 0,
          data: new Float32Array(2),
        }),
    ],
  ];
  for (const [what, make] of misfits) {
    it(`may not be ${what}`, () => {
      const source = new PcmSource({ sampleRate: RATE, channels: 2 });
      return errorOf('bad-source', () => source.write(make() as PcmChunk));
    });
  }

  for (const options of [undefined, null, {}, { sampleRate: 7999 }, { sampleRate: '16000' }, { sampleRate: RATE, channels: 0 }]) {
    it(`may not be described by ${JSON.stringify(options)}`, () => errorOf('bad-options', () => new PcmSource(options as never)));
  }
});
