import { expect } from 'chai';
import { createUndertone, PcmSource, type Undertone } from 'undertone';
import { clip } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { CRASHING, crash, crashFor, crashingSuite, hang } from '../support/crashing.js';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { drain, inState, next, record } from '../support/events.js';

describe('a worker', () => {
  let undertone: Undertone;
  let context: AudioContext;
  let voice: AudioNode;
  const suite = crashingSuite();
  const { listen } = suite;
  beforeEach(() => ({ undertone, context, voice } = suite));

  /** A stream whose track has ended after it was heard, and a track that could follow. */
  async function dormantStream() {
    const [first, track] = [0, 0].map(() => {
      const destination = new MediaStreamAudioDestinationNode(context);
      voice.connect(destination);
      return destination.stream.getAudioTracks()[0]!;
    });
    const dormant = undertone.analyze(first!, { consent: CONSENT, hopMs: 500 });
    // Listened to, so that nothing is reported to the page.
    record(dormant, 'error');
    await next(dormant, 'tone');
    const end = next(dormant, 'end');
    first!.stop();
    await end;
    return { dormant, track: track! };
  }

  it('is given up where it hangs, and whoever waits for it is answered', async () => {
    const second = await createUndertone({ assets: CRASHING });
    const source = new PcmSource({ sampleRate: 16_000 });
    const fed = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
    const [stopped, revoked] = [listen(), listen()];
    const closed = second.analyze(voice, { consent: CONSENT, hopMs: 500 });
    await Promise.all([stopped, revoked, closed].map((stream) => next(stream, 'tone')));
    await source.write(new Float32Array(16_000));
    const recording = undertone.analyzeFile(await clip('spoken-neutral-meeting'), { consent: CONSENT });
    const events = recording[Symbol.asyncIterator]();
    await events.next();
    const all = [fed, stopped, revoked, closed].map((stream) => ({
      errors: record(stream, 'error'),
      ends: record(stream, 'end'),
      back: next(stream, 'state', ({ previous }) => previous === 'recovering'),
    }));

    await hang();
    await Promise.all([
      source.write(new Float32Array(16_000)),
      stopped.stop(),
      revoked.revoke(),
      second.close(),
      errorOf('worker-crashed', () => events.next()).then(({ message }) => expect(message).to.include('again')),
    ]);
    expect(all.map(({ ends }) => ends.map(({ reason }) => reason))).to.deep.equal([[], ['stopped'], ['revoked'], ['closed']]);
    const crashed = ['worker-crashed'];
    // Whoever withdrew or closed waits for no last words.
    expect(all.map(({ errors }) => errors.map(({ code }) => code))).to.deep.equal([crashed, crashed, [], []]);
    expect(stopped.summary.windows).to.be.above(0);

    // Another is being started, which recordings wait for as streams do.
    const { summary } = await drain(undertone.analyzeFile(await clip('noise-wind'), { consent: CONSENT }));
    expect(summary.windows).to.be.above(0);
    await all[0]!.back;
    await source.write(new Float32Array(16_000));
    expect((await fed.stop()).windows).to.be.above(2);
  });

  it('before it has started is told as what it is, also where several threads were asked for', async () => {
    const { setTimeout } = globalThis;
    // Its patience is longer than a test's.
    globalThis.setTimeout = ((run: () => void, ms = 0) => setTimeout(run, ms >= 20_000 ? 500 : ms)) as typeof setTimeout;
    try {
      const options = { threads: 2, assets: { worker: '/test/pages/silent.worker.js' } };
      const { message } = await errorOf('worker-crashed', () => createUndertone(options));
      expect(message).to.include('did not start within');
    } finally {
      globalThis.setTimeout = setTimeout;
    }
  });

  it('is given up where another does not start, which a replace() that waits for it is told', async () => {
    const live = listen();
    const { dormant, track } = await dormantStream();
    const states = record(dormant, 'state');
    record(live, 'error');
    const ended = next(live, 'end');
    await crashFor([live]);
    const refused = errorOf('worker-crashed', () => dormant.replace(track));
    const again = setInterval(crash, 5);
    expect(await ended).to.include({ reason: 'failed' });
    clearInterval(again);
    expect((await refused).message).to.include('create a new one');
    expect(states).to.deep.equal([]);
    expect(dormant.state).to.equal('ended');
  });

  it('is given up the second time within a minute, which every stream is told, and no more is begun', async () => {
    const streams = [listen(), listen()];
    const { dormant } = await dormantStream();
    await Promise.all(streams.map((stream) => next(stream, 'tone')));
    const uncaught = await uncaughtDuring(async () => {
      await crashFor(streams);
      await Promise.all(streams.map((stream) => inState(stream, 'running')));
      const ends = streams.map((stream) => next(stream, 'end'));
      for (const error of await crashFor(streams)) expect(error.message).to.include('create a new one');
      for (const { reason, error, summary } of await Promise.all(ends)) {
        expect(reason).to.equal('failed');
        expect(error).to.include({ code: 'worker-crashed' });
        expect(summary!.windows).to.be.above(0);
      }
      // The page hears of the worker's uncaught error after the listeners above have.
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(uncaught, 'streams that listen have heard of it').to.deep.equal([]);
    // Nobody was told of it between two tracks: whoever goes on is, and the estimates are there still.
    dormant.pause();
    dormant.resume();
    const { message } = await errorOf('worker-crashed', () => dormant.replace(voice));
    expect(message).to.include('create a new one');
    expect((await dormant.stop()).windows).to.be.above(0);
    const analysis = undertone.analyzeFile(await clip('noise-wind'), { consent: CONSENT });
    await errorOf('worker-crashed', () => drain(analysis));
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const source of [voice, microphone, microphone.getAudioTracks()[0]!, new PcmSource({ sampleRate: 16_000 })]) {
      const late = undertone.analyze(source, { consent: CONSENT });
      const [error, end] = await Promise.all([next(late, 'error'), next(late, 'end')]);
      expect(error.message).to.include('create a new one');
      expect(end).to.include({ reason: 'failed', error });
    }
    for (const track of microphone.getTracks()) track.stop();
  });
});
