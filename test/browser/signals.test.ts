import { expect } from 'chai';
import { createUndertone, type ToneEvent, type Undertone } from 'undertone';
import { clipSamples, playing, playingClip, runningContext, signal } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { drain, next, record, tones } from '../support/events.js';

describe('signals', () => {
  let undertone: Undertone;
  let context: AudioContext;

  before(async () => {
    undertone = await createUndertone();
    context = await runningContext();
  });
  after(async () => {
    await undertone.close();
    await context.close();
  });

  const listenTo = (source: AudioNode, hopMs = 1000) => undertone.analyze(source, { consent: CONSENT, hopMs });

  function expectNumbers({ speech, window }: ToneEvent): void {
    expect(speech).to.be.within(0, 1);
    if (window.scores) expect(Object.values(window.scores).reduce((a, b) => a + b)).to.be.closeTo(1, 1e-6);
  }

  it('of digital silence are answered without the model', async () => {
    const stream = listenTo(playing(context, new Float32Array(context.sampleRate)), 500);
    const events = await tones(stream, 3);
    for (const { speech, window } of events) {
      expect(speech).to.equal(0);
      expect(window).to.deep.include({ label: null, scores: null, speechSeconds: 0 });
    }
    const { call } = await stream.stop();
    expect(call).to.deep.include({ label: null, scores: null, speechSeconds: 0 });
  });

  it('of different content keep apart, in one worker', async () => {
    const silent = listenTo(playing(context, new Float32Array(context.sampleRate)));
    const spoken = listenTo(await playingClip(context, 'spoken-negative-refund'));
    const [quiet, loud] = [record(silent, 'tone'), record(spoken, 'tone')];
    await Promise.all([tones(silent, 4), tones(spoken, 4)]);
    await Promise.all([silent.stop(), spoken.stop()]);
    expect(quiet.every(({ id, speech }) => id === silent.id && speech === 0)).to.equal(true);
    expect(loud.every(({ id, speech }) => id === spoken.id && speech > 0)).to.equal(true);
  });

  it('with NaN in them are reported once, and give numbers', async () => {
    const broken = signal(1, context.sampleRate, (time) => (Math.floor(time * 100) % 2 ? Number.NaN : Math.sin(3000 * time)));
    const stream = listenTo(playing(context, broken), 500);
    const errors = record(stream, 'error');
    for (const event of await tones(stream, 3)) expectNumbers(event);
    await stream.stop();
    expect(errors.map(({ code }) => code)).to.deep.equal(['bad-samples']);
  });

  // Chromium's graph turns the one into the other, but not always.
  for (const [what, value] of [
    ['infinite samples', -Infinity],
    ['the least number there is', -3.4e38],
  ] as const) {
    it(`with ${what} too`, async () => {
      const broken = signal(1, context.sampleRate, (time) => (Math.floor(time * 100) % 7 ? Math.sin(3000 * time) : value));
      const stream = listenTo(playing(context, broken), 500);
      expect((await next(stream, 'error')).code).to.equal('bad-samples');
      for (const event of await tones(stream, 2)) expectNumbers(event);
      await stream.stop();
    });
  }

  for (const [what, gain] of [
    ['full scale', 1],
    ['four times full scale', 4],
    ['a thousandth of full scale', 1e-3],
  ] as const) {
    it(`at ${what} give numbers and no error`, async () => {
      const square = signal(1, context.sampleRate, (time) => gain * Math.sign(Math.sin(1400 * time)));
      const stream = listenTo(playing(context, square), 500);
      const errors = record(stream, 'error');
      for (const event of await tones(stream, 2)) expectNumbers(event);
      await stream.stop();
      expect(errors).to.have.length(0);
    });
  }

  it('whose right channel is the left one upside down are heard', async () => {
    const voice = await playingClip(context, 'spoken-negative-refund');
    const opposite = new GainNode(context, { gain: -1 });
    const stereo = new ChannelMergerNode(context, { numberOfInputs: 2 });
    voice.connect(stereo, 0, 0);
    voice.connect(opposite).connect(stereo, 0, 1);
    const stream = listenTo(stereo);
    const { window } = await next(stream, 'tone', ({ window }) => window.speechSeconds > 1);
    expect(window.label).not.to.equal(null);
    await stream.stop();
  });

  /** What is said of a clip after `change` was done to its samples. */
  async function judged(change: (sample: number) => number) {
    const samples = (await clipSamples('spoken-negative-refund')).map(change);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: 16_000 });
    buffer.copyToChannel(samples, 0);
    return (await drain(undertone.analyzeFile(buffer, { consent: CONSENT }))).summary.call;
  }

  it('with a constant offset hold as much speech as without', async () => {
    const { speechSeconds, label } = await judged((sample) => sample);
    for (const offset of [0.005, -0.02, 0.2]) {
      expect(await judged((sample) => sample + offset), `${offset}`).to.deep.include({ speechSeconds, label });
    }
    for (const offset of [0.02, 0.05, 0.1, 0.3]) {
      expect((await judged((sample) => sample / 100 + offset)).label, `quiet, with ${offset}`).to.equal(label);
    }
  });

  it('40 dB below usual have the label of the same speech, and far below that the reason why they have none', async () => {
    const usual = await judged((sample) => sample);
    const quiet = await judged((sample) => sample / 100);
    expect(quiet).to.include({ label: usual.label, reason: null });
    expect(quiet.speechSeconds).to.be.closeTo(usual.speechSeconds, 0.1);
    expect(await judged((sample) => sample / 10_000)).to.include({ label: null, reason: 'too-quiet', speechSeconds: 0 });
    expect(await judged(() => 0)).to.include({ label: null, reason: 'too-little-speech' });
  });

  it('too many to follow lose windows, which is reported, and every stream goes on', async () => {
    const voice = await playingClip(context, 'spoken-neutral-meeting');
    // More than the machine can do, be it a fast one; a slow one is busy with 16.
    const count = Math.max(16, Math.ceil((10 * 500) / undertone.capabilities.windowMs));
    const streams = Array.from({ length: count }, () => listenTo(voice, 500));
    const overloads = streams.map((stream) => record(stream, 'overload'));
    await Promise.all(streams.map((stream) => tones(stream, 2)));
    const summaries = await Promise.all(streams.map((stream) => stream.stop()));
    const dropped = overloads.flat();
    expect(dropped.length).to.be.above(0);
    for (const { reason, droppedWindows, droppedMs } of dropped.filter((event) => event.reason === 'inference')) {
      expect({ reason, droppedWindows }).to.deep.equal({ reason: 'inference', droppedWindows: 1 });
      expect(droppedMs).to.be.within(1, 5000);
    }
    summaries.forEach(({ id, droppedWindows }, i) => {
      expect(overloads[i]!.every((event) => event.id === id)).to.equal(true);
      expect(droppedWindows).to.equal(overloads[i]!.reduce((sum, event) => sum + event.droppedWindows, 0));
    });
  });
});
