import { expect } from 'chai';
import { PcmSource, UndertoneError, type AudioSource } from 'undertone';
import type { Tone, ToneOptions } from 'undertone/react';
import { playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { next, record } from '../support/events.js';
import { watchMade, type Made } from '../support/made.js';
import { listener, loader, mount, watchConsole, type Mounted } from '../support/react-page.js';
import { until } from '../support/until.js';

/** One engine is held for all of these; what happens to it is in engine.test.tsx. */
describe('useTone', () => {
  let said: ReturnType<typeof watchConsole>;
  let holder: Mounted;
  let context: AudioContext;
  let voice: AudioNode;
  let other: AudioNode;
  let made: Made;
  let begunStreams = 0;
  let page: ReturnType<typeof listener>;
  let mounted: Mounted;

  before(async () => {
    said = watchConsole();
    const loading = loader();
    holder = mount(<loading.Loader />);
    context = await runningContext();
    voice = await playingClip(context, 'spoken-negative-refund');
    other = await playingClip(context, 'spoken-positive-service');
    const undertone = await until(() => loading.status?.instance);
    const { analyze } = undertone;
    undertone.analyze = (...given) => {
      begunStreams++;
      return Reflect.apply(analyze, undertone, given);
    };
  });
  beforeEach(() => {
    begunStreams = 0;
    made = watchMade();
    page = listener();
    mounted = mount(null);
  });
  afterEach(() => {
    made.restore();
    mounted.unmount();
  });
  after(async () => {
    holder.unmount();
    await context.close();
    said.restore();
    expect(said.messages).to.deep.equal([]);
  });

  const listenTo = (source: AudioSource | null, options: Partial<ToneOptions> = {}) =>
    mounted.render(<page.Listener source={source} {...options} />);
  /** What it returns once `accept` takes it. */
  const tone = (accept: (now: Tone) => unknown): Promise<Tone> =>
    until(() => {
      const now = page.tone;
      return now && accept(now) ? now : null;
    });
  const begun = () => tone(({ window }) => window).then(({ stream }) => stream!);

  it('has nothing to say at first, then what the stream says', async () => {
    listenTo(voice);
    const [first] = await until(() => page.seen.length > 0 && page.seen);
    expect(first).to.include({ state: 'idle', speech: null, window: null, recent: null, call: null, error: null, stream: null });
    const stream = await begun();
    const event = await next(stream, 'tone');
    const { speech, window, recent, call, state, error } = await tone(({ window: seen }) => seen === event.window);
    expect({ speech, window, recent, call, state, error }).to.deep.equal({
      speech: event.speech,
      window: event.window,
      recent: event.recent,
      call: event.call,
      state: stream.state,
      error: null,
    });
  });

  it('renders when an event comes and not otherwise, and goes on whatever literals a render brings', async () => {
    listenTo(voice);
    const stream = await begun();
    const [tones, states, errors] = [record(stream, 'tone'), record(stream, 'state'), record(stream, 'error')];
    const before = new Set(page.seen).size;
    for (let i = 0; i < 5; i++) listenTo(voice);
    await until(() => tones.length >= 3);
    mounted.unmount();
    // The same object until something changes.
    expect(new Set(page.seen).size - before).to.be.within(1, tones.length + states.length + errors.length);
    expect(new Set(page.seen.map((seen) => seen.stream).filter(Boolean))).to.deep.equal(new Set([stream]));
    expect(made).to.include({ workers: 0, worklets: 1 });
    expect(begunStreams).to.equal(1);
  });

  it('goes on with another source, and begins anew with another speaker', async () => {
    listenTo(voice);
    const stream = await begun();
    const { duration } = stream.summary;
    listenTo(other);
    const { call } = await tone(({ window }) => window!.start >= duration);
    expect(page.tone!.stream).to.equal(stream);
    expect(call!.end).to.be.above(duration);
    listenTo(other, { speaker: 'another' });
    await tone((now) => now.stream !== stream && now.window);
    expect(page.tone!.call!.end).to.be.below(stream.summary.duration);
    await until(() => stream.state === 'ended');
    const second = page.tone!.stream;
    listenTo(other, { speaker: 'another', consent: { ...CONSENT, subject: 'caller 2' } });
    await tone((now) => now.stream !== second && now.window);
    expect(page.tone!.stream!.consent.subject).to.equal('caller 2');
  });

  it('ends without a source, and what was said stays until another begins', async () => {
    listenTo(voice);
    const stream = await begun();
    const ended = next(stream, 'end');
    listenTo(null);
    const { summary, reason } = await ended;
    const { call, window } = await tone(({ state }) => state === 'ended');
    expect({ reason, call }).to.deep.equal({ reason: 'stopped', call: summary!.call });
    expect(window).to.not.equal(null);
    listenTo(voice);
    await tone((now) => now.stream !== stream && now.window);
  });

  it('ends at once and forgets all when consent is withdrawn', async () => {
    listenTo(voice, { consent: null });
    await until(() => page.tone);
    expect(page.tone).to.include({ state: 'idle', stream: null });
    listenTo(voice);
    const stream = await begun();
    const ended = next(stream, 'end');
    listenTo(voice, { consent: null });
    expect(await ended).to.include({ reason: 'revoked', summary: null });
    expect(stream.summary.windows).to.equal(0);
    await tone(({ state, call }) => state === 'idle' && call === null);
  });

  it('forgets what was said where the app revokes the stream itself, also after its end', async () => {
    listenTo(voice);
    const stream = await begun();
    await tone((now) => now.window);
    await page.tone!.stop();
    expect(page.tone!.window).to.not.equal(null);
    await stream.revoke();
    await tone(({ state, window, recent, call, speech }) => state === 'ended' && !(window ?? recent ?? call ?? speech));
  });

  it('hears nothing more with a consent whose stream the app has revoked', async () => {
    listenTo(voice);
    const stream = await begun();
    await stream.revoke();
    listenTo(other);
    // Long enough for another to begin.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([begunStreams, page.tone!.stream, page.tone!.state]).to.deep.equal([1, stream, 'ended']);
    listenTo(other, { consent: null });
    await tone(({ state }) => state === 'idle');
    listenTo(other);
    await tone((now) => now.stream !== stream && now.window);
  });

  it('is paused, goes on and is stopped by the app, and what is stopped stays so', async () => {
    listenTo(voice);
    const stream = await begun();
    const { pause, resume, stop } = page.tone!;
    pause();
    await tone(({ state }) => state === 'paused');
    resume();
    await tone(({ state }) => state !== 'paused');
    const summary = await stop();
    await tone(({ state }) => state === 'ended');
    expect(summary).to.deep.equal(stream.summary);
    pause();
    listenTo(voice);
    expect(await page.tone!.stop()).to.deep.equal(summary);
    expect(page.tone!.stream).to.equal(stream);
    listenTo(other);
    await tone((now) => now.stream !== stream && now.state === 'paused');
    resume();
    await tone(({ window }) => window);
  });

  it('tells what is wrong, and goes on once it is right', async () => {
    const { stream: silent } = new MediaStreamAudioDestinationNode(context);
    silent.removeTrack(silent.getAudioTracks()[0]!);
    listenTo(silent);
    const { error } = await tone((now) => now.error);
    expect(error).to.be.instanceOf(UndertoneError).and.include({ code: 'bad-source' });
    listenTo(voice);
    const stream = await begun();
    expect(page.tone!.error).to.equal(null);
    // The voice is no longer what the app names: it is not heard any more.
    listenTo(silent);
    await tone((now) => now.error?.code === 'bad-source' && now.state === 'ended');
    expect(stream.state).to.equal('ended');
    listenTo(voice);
    await tone((now) => now.stream !== stream && now.window && !now.error);
    listenTo(voice, { consent: { ...CONSENT, subject: ' ' } });
    await tone((now) => now.error?.code === 'consent-required');
  });

  it('hears samples that the app writes, and goes on after a source has ended', async () => {
    const pcm = new PcmSource({ sampleRate: 16_000 });
    listenTo(pcm);
    const stream = await tone((now) => now.stream).then((now) => now.stream!);
    pcm.write(new Float32Array(16_000)).catch(() => {});
    await begun();
    await pcm.close();
    await tone(({ state, error }) => state === 'ended' && error?.code === 'track-ended');
    listenTo(voice);
    await tone(({ state, error }) => state === 'running' && !error);
    expect(page.tone!.stream).to.equal(stream);
  });
});
