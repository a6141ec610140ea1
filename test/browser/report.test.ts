import { expect } from 'chai';
import { createUndertone, PcmSource, type ToneStream, type Undertone } from 'undertone';
import { ToneLog } from 'undertone/report';
import { clipSamples, wav } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';

const RATE = 16_000;

describe('the log of a call', () => {
  let undertone: Undertone;
  let speech: Float32Array<ArrayBuffer>;

  before(async () => {
    undertone = await createUndertone();
    speech = (await clipSamples('spoken-negative-refund')).slice(0, 3 * RATE);
  });
  after(() => undertone.close());

  const newLog = () => new ToneLog({ model: undertone.capabilities.model });
  const listenTo = (source: PcmSource, id: string): ToneStream => undertone.analyze(source, { consent: CONSENT, id });

  it('follows live streams: who spoke for how long, and which pause was not heard', async () => {
    const log = newLog();
    const source = new PcmSource({ sampleRate: RATE });
    const stream = listenTo(source, 'caller');
    log.attach(stream, { name: 'Caller' });
    await source.write(speech);
    stream.pause();
    await source.write(speech);
    stream.resume();
    await source.write(speech);
    await source.write(new Float32Array(5 * RATE));
    const summary = await stream.stop();

    const [caller] = log.report().speakers;
    expect([caller!.name, caller!.start, caller!.end]).to.deep.equal(['Caller', 0, summary.duration]);
    expect(caller!.talkSeconds).to.be.closeTo(summary.call.speechSeconds, 1e-9);
    expect(caller!.call.scores).to.deep.equal(summary.call.scores);
    const paused = caller!.unheard.filter(({ reason }) => reason === 'paused');
    expect(paused.map(({ from, to }) => [from.toFixed(1), to.toFixed(1)])).to.deep.equal([['3.0', '6.0']]);
    expect(caller!.unheard.at(-1)).to.include({ reason: 'no-speech', to: summary.duration });
  });

  it('forgets a speaker who withdraws consent, and keeps the other', async () => {
    const log = newLog();
    const streams = ['agent', 'caller'].map((id) => {
      const source = new PcmSource({ sampleRate: RATE });
      const stream = listenTo(source, id);
      log.attach(stream);
      return { source, stream };
    });
    await Promise.all(streams.map(({ source }) => source.write(speech)));
    await streams[0]!.stream.stop();
    await streams[1]!.stream.revoke();
    expect(log.report().speakers.map(({ id }) => id)).to.deep.equal(['agent']);
  });

  it('has a speaker for each channel of a recording', async () => {
    const log = newLog();
    const silence = new Float32Array(speech.length);
    const call = wav([Float32Array.from([...speech, ...silence]), Float32Array.from([...silence, ...speech])], RATE);
    for await (const event of undertone.analyzeFile(call, { consent: CONSENT, channels: 'separate' })) log.add(event);
    const { speakers, overlaps, startedAt } = log.report();
    expect(startedAt).to.equal(null);
    expect(speakers.map(({ name }) => name)).to.deep.equal(['Left channel', 'Right channel']);
    for (const { talkShare } of speakers) expect(talkShare).to.be.within(0.3, 0.7);
    expect(overlaps[0]!.least).to.equal(0);
    expect(overlaps[0]!.most).to.be.below(1);
  });
});
