import { expect } from 'chai';
import { createUndertone, type ToneStream, type Undertone } from 'undertone';
import { playing, playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf, uncaughtDuring } from '../support/errors.js';
import { recordAll } from '../support/told.js';
import { countDropped, expectEveryHop, inState, next, record, recordHops, toneAfterReplacing, tones } from '../support/events.js';

const HOP_MS = 1000;

describe('a stream', () => {
  let undertone: Undertone;
  let context: AudioContext;
  let voice: AudioNode;
  let stream: ToneStream;

  before(async () => {
    undertone = await createUndertone();
    context = await runningContext();
    voice = await playingClip(context, 'spoken-neutral-meeting');
  });
  after(async () => {
    await undertone.close();
    await context.close();
  });
  beforeEach(() => {
    stream = undertone.analyze(voice, { id: 'caller', consent: CONSENT, hopMs: HOP_MS });
  });
  afterEach(() => stream.stop());

  /** Lets seconds of the same audio pass: another stream hears them. */
  async function passAudio(seconds: number): Promise<void> {
    const witness = undertone.analyze(voice, { consent: CONSENT, hopMs: HOP_MS });
    await next(witness, 'tone', ({ window }) => window.end >= seconds);
    await witness.stop();
  }

  it('gives no tone while paused, and begins with an empty window after it', async () => {
    await tones(stream, 2);
    const states = record(stream, 'state');
    stream.pause();
    expect(stream.state).to.equal('paused');
    const paused = stream.summary.duration;
    await passAudio(1);
    const during = record(stream, 'tone');
    await passAudio(2);
    expect(during).to.have.length(0);
    const after = recordHops(stream);
    stream.resume();
    await tones(stream, 2);
    expect(expectEveryHop(after, HOP_MS), 'time went on').to.be.above(paused + 1);
    expect(states.map(({ state }) => state)).to.include('paused');
    expect(stream.state).not.to.equal('paused');
  });

  it('keeps its estimates and its clock when its source is replaced', async () => {
    const [, before] = await tones(stream, 2);
    const other = await playingClip(context, 'spoken-positive-news');
    const overloads = record(stream, 'overload');
    const after = await toneAfterReplacing(stream, other);
    const hops = Math.round((after.window.end - after.window.start) / (HOP_MS / 1000));
    expect(after.window.start).to.be.at.least(before!.window.end);
    expect(after.window.end - after.window.start, 'the window begins empty').to.be.closeTo((hops * HOP_MS) / 1000, 1e-6);
    expect(hops - 1, 'hops that were dropped').to.be.at.most(countDropped(overloads));
    expect(after.call.start).to.equal(0);
    expect(after.call.speechSeconds).to.be.at.least(before!.call.speechSeconds);
    expect(after.timeOrigin).to.equal(before!.timeOrigin);
  });

  it('hears only the new source after a replacement', async () => {
    await tones(stream, 1);
    await stream.replace(new ConstantSourceNode(context, { offset: 0 }));
    const silent = new GainNode(context, { gain: 0 });
    voice.connect(silent);
    const tone = await toneAfterReplacing(stream, silent);
    expect(tone.speech).to.equal(0);
    voice.disconnect(silent);
  });

  it('stays with the old source when the new one is useless', async () => {
    await tones(stream, 1);
    await errorOf('bad-source', () => stream.replace(new MediaStream()));
    expect((await next(stream, 'tone')).speech).to.be.above(0);
  });

  it('stops once, and answers each time with the same summary', async () => {
    await tones(stream, 1);
    const heard = record(stream, 'tone');
    const ends = record(stream, 'end');
    const [summary, again] = await Promise.all([stream.stop(), stream.stop()]);
    expect(summary).to.deep.equal(again);
    expect(await stream.stop()).to.deep.equal(summary);
    if (heard.length > 0) expect(summary.call).to.deep.equal(heard.at(-1)!.call);
    expect(ends.map(({ reason }) => reason)).to.deep.equal(['stopped']);
    expect(ends[0]!.summary).to.deep.equal(summary);
    expect(stream.state).to.equal('ended');
  });

  it('gives nothing after it was stopped', async () => {
    await tones(stream, 1);
    await stream.stop();
    const after = record(stream, 'tone');
    await passAudio(2);
    expect(after).to.have.length(0);
    await errorOf('closed', () => stream.pause());
    await errorOf('closed', () => stream.resume());
    await errorOf('closed', () => stream.replace(voice));
  });

  it('can be stopped before anything was heard', async () => {
    const summary = await undertone.analyze(voice, { id: 'short', consent: CONSENT }).stop();
    expect(summary).to.deep.include({ id: 'short', duration: 0, windows: 0, timeOrigin: null });
    expect(summary.call.label).to.equal(null);
  });

  it('erases what it knows when consent is withdrawn', async () => {
    await tones(stream, 2);
    const ends = record(stream, 'end');
    await stream.revoke();
    const untouched = await undertone.analyze(voice, { id: 'caller', consent: CONSENT }).stop();
    expect(stream.summary).to.deep.equal(untouched);
    expect(ends).to.deep.equal([{ id: 'caller', reason: 'revoked', summary: null }]);
    expect(stream.state).to.equal('ended');
  });

  for (const end of ['its track ends', 'it was stopped'] as const) {
    it(`tells of a withdrawal once, also after ${end}`, async () => {
      const { stream: media } = new MediaStreamAudioDestinationNode(context);
      const ended = undertone.analyze(media, { id: 'guest', consent: CONSENT });
      const told = recordAll(ended);
      const over = next(ended, 'end');
      if (end === 'it was stopped') await ended.stop();
      else media.getTracks().forEach((track) => track.stop());
      await over;
      const before = told.length;
      await ended.revoke();
      const late = record(ended, 'revoke');
      await ended.revoke();
      expect(late).to.deep.equal([]);
      expect(told.slice(before)).to.deep.equal([['revoke', { id: 'guest' }]]);
    });
  }

  it('goes on for everybody when a listener throws', async () => {
    const uncaught = await uncaughtDuring(async () => {
      const off = stream.on('tone', () => {
        throw new Error('listener at fault');
      });
      const second = record(stream, 'tone');
      await tones(stream, 2);
      expect(second).to.have.length.of.at.least(2);
      off();
    });
    expect(uncaught.join()).to.include('listener at fault');
    await next(stream, 'tone');
  });

  it('says when nobody speaks', async () => {
    const silent = undertone.analyze(playing(context, new Float32Array(context.sampleRate)), {
      id: 'silent',
      consent: CONSENT,
      hopMs: 500,
    });
    const speech = record(silent, 'speech');
    await inState(silent, 'no-speech');
    expect(speech).to.deep.equal([{ id: 'silent', speaking: false, probability: 0, at: speech[0]!.at }]);
    expect((await silent.stop()).call).to.include({ label: null, scores: null, speechSeconds: 0 });
  });

  it('takes a function as a listener, and nothing else', async () => {
    for (const listener of [undefined, null, 'tone']) await errorOf('bad-options', () => stream.on('tone', listener as never));
  });

  it('keeps the consent it was made with', () => {
    expect(stream.consent).to.deep.equal(CONSENT);
  });
});
