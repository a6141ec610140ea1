import { expect } from 'chai';
import { createUndertone, PcmSource, type Undertone } from 'undertone';
import { playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { CRASHING, crashFor, crashingSuite, hang } from '../support/crashing.js';
import { errorOf } from '../support/errors.js';
import { inState, next, record } from '../support/events.js';

describe('a worker that crashes', () => {
  let undertone: Undertone;
  let context: AudioContext;
  let voice: AudioNode;
  const suite = crashingSuite();
  const { listen } = suite;
  beforeEach(() => ({ undertone, context, voice } = suite));

  it('is started again: the streams say so, keep their estimates and their time, and go on', async () => {
    const streams = [listen(), listen()];
    await Promise.all(streams.map((stream) => next(stream, 'tone', ({ call }) => call.speechSeconds > 0)));
    const states = streams.map((stream) => record(stream, 'state'));
    const ends = streams.map((stream) => record(stream, 'end'));
    const before = streams.map((stream) => next(stream, 'tone').then(() => stream.summary));
    const summaries = await Promise.all(before);
    for (const error of await crashFor(streams)) {
      expect(error).to.include({ code: 'worker-crashed' });
      expect(error.message).to.include('out of memory').and.include('The estimates stay');
    }
    await Promise.all(
      streams.map(async (stream, i) => {
        // One of the old worker's may still be on its way.
        const { call, timeOrigin, window } = await next(stream, 'tone', ({ gapSeconds }) => gapSeconds > 0);
        expect(timeOrigin).to.equal(summaries[i]!.timeOrigin);
        expect(window.start).to.be.at.least(summaries[i]!.duration);
        expect(call.speechSeconds).to.be.at.least(summaries[i]!.call.speechSeconds);
        expect(states[i]!.map(({ state }) => state)).to.include('recovering');
        expect(ends[i]).to.deep.equal([]);
      }),
    );
  });

  it('is waited for by a stream that begins while another is being started', async () => {
    const first = listen();
    await next(first, 'tone');
    await crashFor([first]);
    const second = listen();
    expect(second.state).to.equal('recovering');
    const ends = record(second, 'end');
    await next(second, 'tone');
    expect(ends).to.deep.equal([]);
  });

  it('is waited for by a stream whose track had ended, and which gets samples of the app meanwhile', async () => {
    const first = listen();
    const before = new PcmSource({ sampleRate: 16_000 });
    const stream = undertone.analyze(before, { consent: CONSENT, hopMs: 500 });
    stream.on('error', () => {});
    await before.write(new Float32Array(16_000));
    await before.close();
    await inState(stream, 'ended');
    await crashFor([first]);
    const source = new PcmSource({ sampleRate: 16_000 });
    await stream.replace(source);
    const tone = next(stream, 'tone');
    await source.write(new Float32Array(16_000));
    expect((await tone).window.label).to.equal(null);
  });

  it('ends a stream of which no source could be heard, whichever failed last', async () => {
    const first = listen();
    await next(first, 'tone');
    await crashFor([first]);
    await inState(first, 'running');
    await crashFor([first]);
    const stream = listen();
    stream.on('error', () => {});
    const ended = next(stream, 'end');
    await errorOf('worker-crashed', () => stream.replace(voice));
    expect(await ended).to.include({ reason: 'failed' });
  });

  // As the back/forward cache may leave it: the driver of this browser does not let pages into it.
  it('is missed where it hangs by a stream that asks nothing of it, and only then', async () => {
    const stream = listen();
    await next(stream, 'tone');
    const errors = record(stream, 'error');
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await next(stream, 'tone', ({ window }) => window.end > 6);
    expect(errors, 'of a worker that is there').to.deep.equal([]);
    const lost = next(stream, 'error');
    await hang();
    expect(await lost).to.include({ code: 'worker-crashed' });
    await next(stream, 'tone', ({ gapSeconds }) => gapSeconds > 0);
  });

  it('hides from nobody what ends their source while another is being started', async () => {
    const first = listen();
    await next(first, 'tone');
    const sources = [0, 0].map(() => new PcmSource({ sampleRate: 16_000 }));
    const { stream: media } = new MediaStreamAudioDestinationNode(context);
    const own = await runningContext();
    const node = new GainNode(own);
    await crashFor([first]);
    const late = [...sources, media, node].map((source) => undertone.analyze(source, { consent: CONSENT }));
    for (const stream of late) record(stream, 'error');
    const ends = late.map((stream) => next(stream, 'end'));
    expect(late.map(({ state }) => state)).to.deep.equal(late.map(() => 'recovering'));
    void sources[0]!.close();
    void sources[1]!.writable.abort(new Error('the socket has failed'));
    media.getTracks().forEach((track) => track.stop());
    await own.close();
    const told = await Promise.all(ends);
    expect(told.map(({ reason, error }) => error?.code ?? reason)).to.deep.equal([
      'track-ended',
      'bad-source',
      'track-ended',
      'context-blocked',
    ]);
  });

  it('leaves a paused stream paused, and takes another source meanwhile', async () => {
    const [paused, replaced] = [listen(), listen()];
    await Promise.all([next(paused, 'tone'), next(replaced, 'tone')]);
    paused.pause();
    await crashFor([paused, replaced]);
    const back = next(replaced, 'tone');
    await replaced.replace(await playingClip(context, 'spoken-positive-news'));
    await back;
    expect(paused.state).to.equal('paused');
    const tone = next(paused, 'tone');
    paused.resume();
    await tone;
  });

  for (const call of ['stop', 'revoke', 'close'] as const) {
    it(`ends once where ${call}() comes while another is being started`, async () => {
      const stream = listen();
      await next(stream, 'tone');
      const ends = record(stream, 'end');
      await crashFor([stream]);
      await (call === 'close' ? undertone.close() : stream[call]());
      expect(ends.map(({ reason }) => reason)).to.deep.equal([{ stop: 'stopped', revoke: 'revoked', close: 'closed' }[call]]);
    });
  }

  it('is followed by one with fewer threads where those do not start again, which the capabilities say', async () => {
    const { Worker } = globalThis;
    const threaded = await createUndertone({ threads: 2, assets: CRASHING });
    globalThis.Worker = class extends Worker {
      constructor(_: string | URL, options?: WorkerOptions) {
        super('/test/pages/deaf-threads.worker.js', options);
      }
    };
    try {
      const stream = threaded.analyze(voice, { consent: CONSENT, hopMs: 500 });
      await next(stream, 'tone');
      await crashFor([stream]);
      await next(stream, 'tone');
      const { threads, notes } = threaded.capabilities;
      const codes = crossOriginIsolated ? ['threads-failed'] : ['threads-not-isolated', 'not-isolated'];
      expect({ threads, codes: notes.map(({ code }) => code) }).to.deep.equal({ threads: 1, codes });
    } finally {
      globalThis.Worker = Worker;
      await threaded.close();
    }
  });
});
