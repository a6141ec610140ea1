import { expect } from 'chai';
import { createUndertone, type AnalyzeOptions, type AudioSource, type ToneEvent, type Undertone } from 'undertone';
import { openMicrophone } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { countDropped, expectEveryHop, next, recordHops, tones } from '../support/events.js';
import { ISOLATED } from '../support/isolated.js';
import { allowSlowStart } from '../support/slow-start.js';

describe('a microphone', () => {
  let undertone: Undertone;
  let microphone: MediaStream;

  const listen = (source: AudioSource, options: Partial<AnalyzeOptions> = {}) => {
    const stream = undertone.analyze(source, { consent: CONSENT, ...options });
    allowSlowStart(stream);
    return stream;
  };

  before(async () => {
    undertone = await createUndertone();
    microphone = await openMicrophone();
  });
  after(async () => {
    await undertone.close();
    microphone.getTracks().forEach((track) => track.stop());
  });

  it('reaches the worker by shared memory exactly when the page is isolated', () => {
    expect(globalThis.crossOriginIsolated).to.equal(ISOLATED);
    expect(undertone.capabilities).to.include({
      transport: ISOLATED ? 'shared' : 'port',
      crossOriginIsolated: ISOLATED,
      provider: 'wasm',
      threads: 1,
    });
    expect(undertone.capabilities.notes.map(({ code }) => code)).to.deep.equal(ISOLATED ? [] : ['not-isolated']);
  });

  it('gives a tone each 2.5 s of audio, the first after 2.5 s', async () => {
    const began = Date.now();
    const stream = listen(microphone, { id: 'me' });
    const heard = recordHops(stream);
    const events = await tones(stream, 3);
    const summary = await stream.stop();
    expect(expectEveryHop(heard, 2500)).to.equal(0);
    for (const event of events) expectComplete(event, began);
    // The last words make a window of their own.
    const { call, recent } = heard.findLast((event) => 'window' in event)!;
    expect(summary).to.deep.include({
      id: 'me',
      call,
      recent,
      duration: summary.call.end,
      windows: heard.filter((event) => 'window' in event).length,
      droppedWindows: countDropped(heard),
    });
  });

  it('is followed by its samples: a page whose timers stand still, as in a hidden tab, hears as much', async () => {
    const { setTimeout, setInterval, requestAnimationFrame } = globalThis;
    const stream = listen(microphone, { hopMs: 500 });
    const heard = recordHops(stream);
    await next(stream, 'tone');
    const never = () => 0;
    Object.assign(globalThis, { setTimeout: never, setInterval: never, requestAnimationFrame: never });
    try {
      await tones(stream, 4);
      await stream.stop();
      expect(expectEveryHop(heard, 500)).to.equal(0);
    } finally {
      Object.assign(globalThis, { setTimeout, setInterval, requestAnimationFrame });
    }
  });

  it('is neither stopped, nor muted, nor opened a second time', async () => {
    const track = microphone.getAudioTracks()[0]!;
    const stream = listen(track, { hopMs: 500 });
    await next(stream, 'tone');
    await stream.stop();
    expect(track).to.include({ readyState: 'live', enabled: true });
    expect(microphone.getTracks()).to.deep.equal([track]);
  });

  it('is heard as it sounds: the speech it plays is no silence', async () => {
    const stream = listen(microphone, { hopMs: 1000 });
    const speech = next(stream, 'speech');
    // The device itself gives silence while it cannot keep up.
    await next(stream, 'tone', (tone) => tone.speech > 0);
    expect(await speech).to.include({ id: stream.id });
    await stream.stop();
  });

  it('can be analysed by several streams at once, each with its own hops', async () => {
    const slow = listen(microphone, { id: 'slow', hopMs: 2000 });
    const fast = listen(microphone, { id: 'fast', hopMs: 1000 });
    const heard = [slow, fast].map(recordHops);
    await Promise.all([tones(slow, 1), tones(fast, 2)]);
    await Promise.all([slow.stop(), fast.stop()]);
    expect(heard.map((events) => [...new Set(events.map(({ id }) => id))])).to.deep.equal([['slow'], ['fast']]);
    expect(expectEveryHop(heard[0]!, 2000)).to.equal(0);
    expect(expectEveryHop(heard[1]!, 1000)).to.equal(0);
  });
});

/** @param began time of day before the stream was made */
function expectComplete(
  { id, window, recent, call, speech, latencyMs, inferenceMs, provider, timeOrigin }: ToneEvent,
  began: number,
): void {
  expect(id).to.equal('me');
  expect(speech).to.be.within(0, 1);
  expect(provider).to.equal('wasm');
  expect(latencyMs).to.be.a('number').and.at.least(0);
  expect(inferenceMs).to.be.above(0);
  expect(timeOrigin).to.be.within(began - 10_000, Date.now());
  for (const { start, end, speechSeconds, label, scores } of [window, recent, call]) {
    expect(end).to.equal(window.end);
    expect(start).to.be.at.most(end);
    expect(speechSeconds).to.be.within(0, end);
    expect(label === null).to.equal(scores === null);
    if (scores) expect(scores.negative + scores.neutral + scores.positive).to.be.closeTo(1, 1e-6);
  }
}
