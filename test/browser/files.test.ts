import { expect } from 'chai';
import { createUndertone, type AnalyzeFileOptions, type Undertone } from 'undertone';
import { clip, clipSamples, signal, wav } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';
import { drain } from '../support/events.js';

const RATE = 16_000;

describe('a file', () => {
  let undertone: Undertone;
  before(async () => {
    undertone = await createUndertone();
  });
  after(() => undertone.close());

  const analyze = (input: Blob | ArrayBuffer | AudioBuffer, options: Partial<AnalyzeFileOptions> = {}) =>
    drain(undertone.analyzeFile(input, { consent: CONSENT, ...options }));

  const spoken = async (times: number) => {
    const samples = await clipSamples('spoken-negative-refund');
    return Float32Array.from({ length: times * samples.length }, (_, i) => samples[i % samples.length]!);
  };

  it('gives an event each hop and one for its tail, then the summary', async () => {
    const { events, summary } = await analyze(wav([await spoken(1)], RATE), { id: 'call' });
    const duration = (await clipSamples('spoken-negative-refund')).length / RATE;
    expect(events.map(({ window }) => window.end)).to.deep.equal([2.5, duration]);
    expect(events.every(({ id, latencyMs }) => id === 'call' && latencyMs === null)).to.equal(true);
    const { call, recent } = events.at(-1)!;
    expect(summary).to.deep.include({ id: 'call', call, recent, duration, windows: 2, droppedWindows: 0 });
  });

  it('loses no window, however short the hops', async () => {
    const { events, summary } = await analyze(wav([(await spoken(2)).slice(0, 6 * RATE)], RATE), { hopMs: 500 });
    expect(events.map(({ window }) => window.end)).to.deep.equal(Array.from({ length: 12 }, (_, i) => (i + 1) / 2));
    expect(summary.droppedWindows).to.equal(0);
  });

  it('sounds the same from a Blob, from bytes and from an AudioBuffer', async () => {
    const blob = await clip('spoken-negative-refund');
    const bytes = await blob.arrayBuffer();
    const samples = await spoken(1);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: RATE });
    buffer.copyToChannel(samples, 0);
    const [a, b, c] = [await analyze(blob), await analyze(bytes), await analyze(buffer)];
    expect(b.events.map(({ speech }) => speech)).to.deep.equal(a.events.map(({ speech }) => speech));
    // The decoder scales 16 bits by 32767 upwards, these samples by 32768.
    c.events.forEach(({ speech }, i) => expect(speech).to.be.closeTo(a.events[i]!.speech, 0.02));
  });

  it('sounds the same in two equal channels as in one', async () => {
    const samples = await spoken(1);
    const [mono, stereo] = [await analyze(wav([samples], RATE)), await analyze(wav([samples, samples], RATE))];
    expect(stereo.events.map(({ speech, window }) => [speech, window])).to.deep.equal(
      mono.events.map(({ speech, window }) => [speech, window]),
    );
  });

  const tone = (rate: number) => signal(6, rate, (time) => 0.2 * Math.sin(2 * Math.PI * 300 * time) * Math.sin(7 * time));
  for (const [what, rate, channels] of [
    ['8 kHz', 8000, 1],
    ['44.1 kHz stereo', 44_100, 2],
    ['48 kHz with six channels', 48_000, 6],
  ] as const) {
    it(`may have ${what}`, async () => {
      const reference = await analyze(wav([tone(RATE)], RATE));
      const { events } = await analyze(wav(new Array(channels).fill(tone(rate)), rate));
      expect(events.map(({ window }) => window.end)).to.deep.equal(reference.events.map(({ window }) => window.end));
      events.forEach(({ speech }, i) => expect(speech).to.be.closeTo(reference.events[i]!.speech, 0.1));
    });
  }

  it('may be an AudioBuffer of another rate', async () => {
    const samples = tone(44_100);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: 44_100 });
    buffer.copyToChannel(samples, 0);
    const { summary } = await analyze(buffer);
    expect(summary.duration).to.be.closeTo(6, 0.001);
    expect(summary.windows).to.equal(3);
  });

  it('may be shorter than a hop, even a single sample', async () => {
    const { events, summary } = await analyze(wav([(await spoken(1)).slice(0, RATE)], RATE));
    expect(events.map(({ window }) => [window.start, window.end])).to.deep.equal([[0, 1]]);
    expect(summary.duration).to.equal(1);
    expect((await analyze(wav([Float32Array.of(0.5)], RATE))).events).to.have.length(1);
  });

  it('of silence has no tone', async () => {
    const { events, summary } = await analyze(wav([new Float32Array(6 * RATE)], RATE));
    expect(events.map(({ speech, window }) => [speech, window.label])).to.deep.equal([
      [0, null],
      [0, null],
      [0, null],
    ]);
    expect(summary.call).to.deep.include({ label: null, scores: null, speechSeconds: 0 });
  });

  it('with NaN in it is analysed with silence in their place, and a warning', async () => {
    const samples = await spoken(1);
    const [broken, silenced] = [Number.NaN, 0].map((value) => {
      const buffer = new AudioBuffer({ length: samples.length, sampleRate: RATE });
      buffer.copyToChannel(
        samples.map((sample, i) => (i > 1000 && i < 5000 ? value : sample)),
        0,
      );
      return buffer;
    });
    const answers = async (buffer: AudioBuffer) => {
      const warnings: string[] = [];
      const { events } = await analyze(buffer, { onWarning: ({ code }) => warnings.push(code) });
      return { events: events.map(({ speech, window }) => ({ speech, window })), warnings };
    };
    const { events, warnings } = await answers(broken!);
    expect(warnings).to.deep.equal(['bad-samples']);
    expect(await answers(silenced!)).to.deep.equal({ events, warnings: [] });
    // Who does not listen for warnings gets the same.
    expect((await analyze(broken!)).events).to.have.length(events.length);
  });

  it('that breaks off is analysed as far as it goes', async () => {
    const whole = wav([await spoken(2)], RATE);
    const { summary } = await analyze(whole.slice(0, 44 + 2 * 3 * RATE));
    expect(summary.duration).to.be.closeTo(3, 0.01);
  });

  const useless: [string, () => Blob | ArrayBuffer, RegExp][] = [
    ['text', () => new Blob(['no audio']), /of no known kind of audio/],
    ['empty', () => new Blob([]), /is empty: it has 0 bytes/],
    ['a header without samples', () => wav([new Float32Array(0)], RATE), /WAV of 16-bit PCM holds no samples/],
    ['random bytes', () => crypto.getRandomValues(new Uint8Array(5000)).buffer, /of no known kind of audio/],
  ];
  for (const [what, make, says] of useless) {
    it(`that is ${what} is refused, and told what it is`, async () => {
      expect((await errorOf('bad-source', () => analyze(make()))).message).to.match(says);
    });
  }

  it('stops when its signal says so, also half-way', async () => {
    const reason = new Error('user left');
    const before = await errorOf('aborted', () => analyze(new Blob(['never read']), { signal: AbortSignal.abort(reason) }));
    expect(before.cause).to.equal(reason);

    const controller = new AbortController();
    const analysis = undertone.analyzeFile(wav([await spoken(4)], RATE), { consent: CONSENT, signal: controller.signal });
    await analysis[Symbol.asyncIterator]().next();
    controller.abort(reason);
    const during = await errorOf('aborted', () => drain(analysis));
    expect(during.cause).to.equal(reason);
  });

  it('can be left by break, and others go on', async () => {
    for await (const event of undertone.analyzeFile(wav([await spoken(4)], RATE), { consent: CONSENT })) {
      expect(event.window.end).to.equal(2.5);
      break;
    }
    expect((await analyze(wav([await spoken(1)], RATE))).events).to.have.length(2);
  });

  it('gives the summary alone, and of what was analysed before the loop was left', async () => {
    const alone = await undertone.analyzeFile(wav([await spoken(1)], RATE), { consent: CONSENT }).summary;
    expect(alone).to.deep.include({ windows: 2, duration: (await spoken(1)).length / RATE });

    const analysis = undertone.analyzeFile(wav([await spoken(4)], RATE), { consent: CONSENT });
    for await (const _ of analysis) break;
    expect(await analysis.summary).to.include({ windows: 1, duration: 2.5 });
  });

  it('gives every event to the loop, though the summary was asked for before', async () => {
    const analysis = undertone.analyzeFile(wav([await spoken(2)], RATE), { consent: CONSENT });
    const { summary } = analysis;
    const ends: number[] = [];
    for await (const { window } of analysis) ends.push(window.end);
    expect(ends).to.have.length((await summary).windows);
    expect(ends.at(-1)).to.equal((await summary).duration);
  });

  it('ends when its loop is left, though the summary goes on to be waited for', async () => {
    const analysis = undertone.analyzeFile(wav([await spoken(4)], RATE), { consent: CONSENT });
    const { summary } = analysis;
    for await (const _ of analysis) break;
    const more: number[] = [];
    for await (const { window } of analysis) more.push(window.end);
    expect(more).to.deep.equal([]);
    expect((await summary).duration).to.be.below(6);
  });

  it('stays failed when it is left after a failure', async () => {
    const analysis = undertone.analyzeFile(new Blob(['no audio']), { consent: CONSENT });
    const iterator = analysis[Symbol.asyncIterator]();
    await errorOf('bad-source', () => iterator.next());
    await iterator.return!();
    await errorOf('bad-source', () => analysis.summary);
  });

  it('tells a failure once: no rejection is lost where the loop has met it', async () => {
    const lost: unknown[] = [];
    const listen = (event: PromiseRejectionEvent) => {
      event.preventDefault();
      lost.push(event.reason);
    };
    addEventListener('unhandledrejection', listen);
    const analysis = undertone.analyzeFile(new Blob(['no audio']), { consent: CONSENT });
    void analysis.summary;
    await errorOf('bad-source', () => drain(analysis));
    await new Promise((resolve) => setTimeout(resolve));
    removeEventListener('unhandledrejection', listen);
    expect(lost).to.deep.equal([]);
  });

  it('fails in the loop and in the summary alike', async () => {
    const analysis = undertone.analyzeFile(new Blob(['no audio']), { consent: CONSENT });
    const rejected = errorOf('bad-source', () => analysis.summary);
    await errorOf('bad-source', () => drain(analysis));
    await rejected;
    await errorOf('bad-source', () => drain(analysis));
  });

  it('keeps apart from another that is analysed at the same time', async () => {
    const [voice, wind] = [await clip('spoken-negative-refund'), await clip('noise-wind')];
    const alone = [await analyze(voice), await analyze(wind)];
    const together = await Promise.all([analyze(voice), analyze(wind)]);
    const answers = (all: typeof alone) =>
      all.map(({ events }) => events.map(({ speech, window, call }) => ({ speech, window, call })));
    expect(answers(together)).to.deep.equal(answers(alone));
    expect(alone[0]!.events[0]!.speech).not.to.equal(alone[1]!.events[0]!.speech);
  });

  it('needs consent', () =>
    errorOf('consent-required', () => analyze(new Blob(['never read']), { consent: undefined as never })));
});
