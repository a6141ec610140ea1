import { expect } from 'chai';
import { createUndertone, type ToneEvent, type Undertone } from 'undertone';
import { openMicrophone } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { next, record, tones } from '../support/events.js';
import { ISOLATED } from '../support/isolated.js';

describe('a microphone', () => {
  let undertone: Undertone;
  let microphone: MediaStream;

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
    const stream = undertone.analyze(microphone, { id: 'me', consent: CONSENT });
    const events = await tones(stream, 3);
    expect(events.map(({ window }) => [window.start, window.end])).to.deep.equal([
      [0, 2.5],
      [0, 5],
      [2.5, 7.5],
    ]);
    for (const event of events) expectComplete(event);
    const last = events.at(-1)!;
    const summary = await stream.stop();
    expect(summary).to.deep.include({ id: 'me', call: last.call, recent: last.recent, duration: 7.5, windows: 3 });
  });

  it('is followed by its samples: a page whose timers stand still, as in a hidden tab, hears as much', async () => {
    const { setTimeout, setInterval, requestAnimationFrame } = globalThis;
    const stream = undertone.analyze(microphone, { consent: CONSENT, hopMs: 500 });
    await next(stream, 'tone');
    const never = () => 0;
    Object.assign(globalThis, { setTimeout: never, setInterval: never, requestAnimationFrame: never });
    try {
      const ends = (await tones(stream, 4)).map(({ window }) => window.end);
      expect(ends.map((end) => end - ends[0]!)).to.deep.equal([0, 0.5, 1, 1.5]);
      await stream.stop();
    } finally {
      Object.assign(globalThis, { setTimeout, setInterval, requestAnimationFrame });
    }
  });

  it('is neither stopped, nor muted, nor opened a second time', async () => {
    const track = microphone.getAudioTracks()[0]!;
    const stream = undertone.analyze(track, { consent: CONSENT, hopMs: 500 });
    await next(stream, 'tone');
    await stream.stop();
    expect(track).to.include({ readyState: 'live', enabled: true });
    expect(microphone.getTracks()).to.deep.equal([track]);
  });

  it('is heard as it sounds: the speech it plays is no silence', async () => {
    const stream = undertone.analyze(microphone, { consent: CONSENT, hopMs: 1000 });
    const speech = await next(stream, 'speech');
    const [tone] = await tones(stream, 1);
    expect(tone!.speech).to.be.above(0);
    expect(speech).to.include({ id: stream.id });
    await stream.stop();
  });

  it('can be analysed by several streams at once, each with its own hops', async () => {
    const slow = undertone.analyze(microphone, { id: 'slow', consent: CONSENT, hopMs: 2000 });
    const fast = undertone.analyze(microphone, { id: 'fast', consent: CONSENT, hopMs: 1000 });
    const ends = record(fast, 'tone');
    const [tone] = await tones(slow, 1);
    expect(tone).to.include({ id: 'slow' });
    expect(tone!.window.end % 2).to.equal(0);
    await Promise.all([slow.stop(), fast.stop()]);
    expect(ends[0]).to.include({ id: 'fast' });
    expect(ends[0]!.window.end % 1).to.equal(0);
  });
});

function expectComplete({ id, window, recent, call, speech, latencyMs, inferenceMs, provider, timeOrigin }: ToneEvent): void {
  expect(id).to.equal('me');
  expect(speech).to.be.within(0, 1);
  expect(provider).to.equal('wasm');
  expect(latencyMs).to.be.a('number').and.at.least(0);
  expect(inferenceMs).to.be.above(0);
  expect(timeOrigin + 1000 * window.end).to.be.within(Date.now() - 60_000, Date.now() + 1000);
  for (const { start, end, speechSeconds, label, scores } of [window, recent, call]) {
    expect(end).to.equal(window.end);
    expect(start).to.be.at.most(end);
    expect(speechSeconds).to.be.within(0, end);
    expect(label === null).to.equal(scores === null);
    if (scores) expect(scores.negative + scores.neutral + scores.positive).to.be.closeTo(1, 1e-6);
  }
}
