import { expect } from 'chai';
import { createUndertone, PcmSource, type AudioSource, type StreamEvents, type ToneStream, type Undertone } from 'undertone';
import { clip, clipSamples, openMicrophone, playing, playingClip, runningContext, signal } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { CRASHING, crash } from '../support/crashing.js';
import { errorOf } from '../support/errors.js';
import { next, record } from '../support/events.js';
import { feeding } from '../support/pcm.js';
import { allowSlowStart } from '../support/slow-start.js';
import { recordAll, type Told } from '../support/told.js';

/** A source with what an app may do to it while it is analysed. */
interface Given {
  source: AudioSource;
  /** The app lets go of its own part first, as its clean-up does. */
  letGo(): void;
}

const SOURCES = ['track', 'stream', 'element', 'node', 'pcm'] as const;
const ENDS = ['stop', 'revoke', 'replace', 'close'] as const;
const MOMENTS = ['in the same tick', 'while it loads', 'in a listener', 'while it is heard', 'after the app has let go'] as const;

/** What befalls a stream, and what follows for each source: the reason of its end, or none. An element and a node have no end of their own. */
const FATES = {
  'the track ends': { track: 'track-ended', stream: 'track-ended', element: 'goes on', node: 'goes on', pcm: 'track-ended' },
  'the worker crashes': { track: 'goes on', stream: 'goes on', element: 'goes on', node: 'goes on', pcm: 'goes on' },
  'its context is closed': { track: 'failed', stream: 'failed', element: 'failed', node: 'failed', pcm: 'goes on' },
} satisfies Record<string, Record<(typeof SOURCES)[number], string>>;

describe('the end of a stream', () => {
  let undertone: Undertone;
  let context: AudioContext;
  let voice: AudioNode;

  before(async () => {
    undertone = await createUndertone();
    context = await runningContext();
    voice = await playingClip(context, 'spoken-neutral-meeting');
  });
  after(async () => {
    await undertone.close();
    await context.close();
  });

  async function give(kind: (typeof SOURCES)[number], inContext = context): Promise<Given> {
    if (kind === 'node') {
      const node = await playingClip(inContext, 'spoken-neutral-meeting');
      return { source: node, letGo: () => node.disconnect() };
    }
    if (kind === 'pcm') {
      const source = feeding(await clipSamples('spoken-neutral-meeting'));
      return { source, letGo: () => void source.close() };
    }
    if (kind === 'element') {
      const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
      element.loop = true;
      await element.play();
      return { source: element, letGo: () => element.removeAttribute('src') };
    }
    const microphone = await openMicrophone();
    const track = microphone.getAudioTracks()[0]!;
    if (kind === 'track') return { source: track, letGo: () => track.stop() };
    return { source: microphone, letGo: () => microphone.removeTrack(track) };
  }

  /** Ends the stream; `replace()` is an end of its source, and `stop()` that of the stream then. */
  async function bring(end: (typeof ENDS)[number], stream: ToneStream, owner: Undertone): Promise<void> {
    if (end === 'close') return owner.close();
    if (end === 'replace') await stream.replace(voice);
    await stream[end === 'revoke' ? 'revoke' : 'stop']();
  }

  /** Brings it at its moment; what is over then is told by `end`. */
  async function endAt(moment: (typeof MOMENTS)[number], letGo: () => void, stream: ToneStream, bringEnd: () => Promise<void>) {
    if (moment === 'in a listener') {
      return new Promise<void>((resolve, reject) => {
        const off = stream.on('tone', () => {
          off();
          bringEnd().then(resolve, reject);
        });
        // The owner was closed for another stream of its.
        void next(stream, 'end', ({ reason }) => reason === 'closed').then(() => resolve());
      });
    }
    if (moment === 'while it loads') await Promise.resolve();
    else if (moment !== 'in the same tick') await Promise.race([next(stream, 'tone'), next(stream, 'end')]);
    if (moment === 'after the app has let go') letGo();
    return bringEnd();
  }

  for (const end of ENDS) {
    for (const moment of MOMENTS) {
      it(`by ${end}(), ${moment}, comes once, and nothing after it, whatever the source`, async () => {
        const owner = end === 'close' ? await createUndertone() : undertone;
        const given = await Promise.all(SOURCES.map((kind) => give(kind)));
        const streams = given.map(({ source, letGo }) => {
          const stream = owner.analyze(source, { consent: CONSENT, hopMs: 500 });
          return { stream, letGo, events: recordAll(stream) };
        });
        await Promise.all(
          streams.map(async ({ stream, letGo, events }) => {
            await endAt(moment, letGo, stream, () => bring(end, stream, owner));
            expectOneEnd(events, stream);
            const reason = { stop: 'stopped', replace: 'stopped', revoke: 'revoked', close: 'closed' }[end];
            expect(events.find(([name]) => name === 'end')![1]).to.include({ reason });
          }),
        );
        given.forEach(({ letGo }) => letGo());
      });
    }
  }

  for (const [happening, fate] of Object.entries(FATES)) {
    it(`is as documented where ${happening}, whatever the source: in the tick of analyze(), while it loads, in a listener and while heard`, async () => {
      const own = await runningContext();
      const owner = await createUndertone({ audioContext: own, assets: CRASHING });
      const given = () => Promise.all(SOURCES.map(async (kind) => ({ kind, ...(await give(kind, own)) })));
      const analyze = ({ kind, source, letGo }: Given & { kind: (typeof SOURCES)[number] }) => {
        const stream = owner.analyze(source, { consent: CONSENT, hopMs: 500 });
        return { kind, stream, letGo, events: recordAll(stream) };
      };
      const [first, second, third] = await Promise.all([given(), given(), given()]);
      const heard = first.map(analyze);
      await Promise.all(heard.map(({ stream }) => next(stream, 'tone')));
      let all: ReturnType<typeof analyze>[] = [];
      await new Promise<void>((resolve) => {
        const off = heard[0]!.stream.on('tone', async () => {
          off();
          const loading = second.map(analyze);
          await Promise.resolve();
          all = [...heard, ...loading, ...third.map(analyze)];
          if (happening === 'the track ends') [...first, ...second, ...third].forEach(endOfItself);
          else if (happening === 'the worker crashes') crash();
          else void own.close();
          resolve();
        });
      });
      await Promise.all(
        all.map(async ({ kind, stream, events }) => {
          const expected = fate[kind];
          if (expected === 'goes on') await next(stream, 'tone');
          else {
            const end = events.find(([name]) => name === 'end')?.[1] ?? (await next(stream, 'end'));
            expect(end, kind).to.include({ reason: expected });
          }
          await stream.stop();
          expectOneEnd(events, stream);
        }),
      );
      await owner.close();
      all.forEach(({ letGo }) => letGo());
      if (own.state !== 'closed') await own.close();
    });
  }

  it('by the app’s own AudioContext, which it closes, is told with an error', async () => {
    const own = await runningContext();
    const stream = undertone.analyze(await playingClip(own, 'spoken-neutral-meeting'), { consent: CONSENT, hopMs: 500 });
    const events = recordAll(stream);
    await next(stream, 'tone');
    const ended = next(stream, 'end');
    await own.close();
    const { reason, error } = await ended;
    expect(reason).to.equal('failed');
    expect(error).to.include({ code: 'context-blocked' });
    expect(error!.message).to.include('closed').and.not.include('resume()');
    expectOneEnd(events, stream);
    await stream.stop();
  });

  for (const call of ['stop', 'close'] as const) {
    for (const name of ['error', 'state'] as const) {
      it(`by ${call}() inside a listener of "${name}" when the track has ended comes once all the same`, async () => {
        const owner = call === 'close' ? await createUndertone() : undertone;
        const microphone = await openMicrophone();
        const stream = owner.analyze(microphone, { consent: CONSENT, hopMs: 500 });
        await next(stream, 'tone');
        const over = new Promise<unknown>((resolve) => {
          stream.on(name, (event) => {
            if ((event as StreamEvents['error']).code === 'track-ended' || (event as StreamEvents['state']).state === 'ended')
              resolve(bring(call, stream, owner));
          });
        });
        const events = recordAll(stream);
        microphone.getTracks().forEach((track) => track.stop());
        await over;
        expectOneEnd(events, stream);
      });
    }
  }

  it('of a track that the app stops, which fires no event, is told with what came since the last hop', async () => {
    const microphone = await openMicrophone();
    const stream = undertone.analyze(microphone, { consent: CONSENT, hopMs: 5000 });
    const events = recordAll(stream);
    await heardFor(microphone, 1);
    const ended = next(stream, 'end');
    microphone.getTracks().forEach((track) => track.stop());
    expect((await ended).reason).to.equal('track-ended');
    expect(events.map(([name]) => name).filter((name) => name === 'tone')).not.to.have.length(0);
    expectOneEnd(events, stream);
  });

  it('of a track that the app stops before it could be heard is told as well', async () => {
    const destination = new MediaStreamAudioDestinationNode(context);
    voice.connect(destination);
    const [track] = destination.stream.getAudioTracks();
    const stream = undertone.analyze(track!, { consent: CONSENT });
    const ended = next(stream, 'end');
    const error = next(stream, 'error');
    track!.stop();
    expect(await error).to.include({ code: 'track-ended' });
    expect(await ended).to.include({ reason: 'track-ended' });
    await stream.stop();
  });

  it('by stop() counts what came since the last hop, and revoke() does not', async () => {
    for (const call of ['stop', 'revoke'] as const) {
      const stream = undertone.analyze(voice, { consent: CONSENT, hopMs: 5000 });
      const tones = record(stream, 'tone');
      await heardFor(voice, 2);
      // A slow machine may have come to whole hops meanwhile, or lost some audio.
      const before = tones.length;
      await stream[call]();
      const tails = tones.slice(before).filter(({ window }) => window.end % 5 > 0);
      // Of stop() there is one, and one more for each gap that the worker has read of only since.
      expect(tails.filter(({ gapSeconds }, i) => i === 0 || gapSeconds === 0)).to.have.length(call === 'stop' ? 1 : 0);
      if (call === 'stop') expect(stream.summary).to.include({ windows: tones.length, duration: tails.at(-1)!.window.end });
    }
  });

  for (const call of ['pause', 'replace'] as const) {
    it(`is not needed for the last words: ${call}() counts what came since the last hop`, async () => {
      const stream = undertone.analyze(voice, { consent: CONSENT, hopMs: 5000 });
      const tone = next(stream, 'tone', ({ window }) => window.end % 5 > 0);
      await heardFor(voice, 2);
      await stream[call](
        playing(
          context,
          signal(1, context.sampleRate, () => 0),
        ),
      );
      const { window, speech } = await tone;
      expect(window.end - window.start).to.be.above(0);
      expect(speech).to.be.above(0);
    });
  }

  it('leaves no tone of several streams at once after it, and its summary final', async () => {
    const streams = Array.from({ length: 6 }, () => undertone.analyze(voice, { consent: CONSENT, hopMs: 500 }));
    const events = streams.map(recordAll);
    await Promise.all(streams.map((stream) => next(stream, 'tone')));
    await Promise.all(streams.map((stream) => stream.stop()));
    const witness = undertone.analyze(voice, { consent: CONSENT, hopMs: 500 });
    await next(witness, 'tone', ({ window }) => window.end >= 1);
    await witness.stop();
    streams.forEach((stream, i) => expectOneEnd(events[i]!, stream));
  });

  it('is only that of a source where replace() is called in the tick of analyze(): the later one is heard', async () => {
    const silent = playing(
      context,
      signal(1, context.sampleRate, () => 0),
    );
    const stream = undertone.analyze(silent, { consent: CONSENT, hopMs: 500 });
    await stream.replace(voice);
    await next(stream, 'tone', ({ speech }) => speech > 0);
    await stream.stop();
    await errorOf('closed', () => stream.replace(voice));
  });

  /** Resolves once another stream, which was connected later, has heard that much of the same source. */
  async function heardFor(source: AudioSource, seconds: number): Promise<void> {
    const witness = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
    allowSlowStart(witness);
    await next(witness, 'tone', ({ window }) => window.end >= seconds);
    await witness.stop();
  }
});

/** Brings the end that a source may have of itself. */
function endOfItself({ source }: Given): void {
  if (source instanceof MediaStreamTrack) source.stop();
  if (source instanceof MediaStream) source.getTracks().forEach((track) => track.stop());
  if (source instanceof PcmSource) void source.close();
}

function expectOneEnd(told: readonly Told[], stream: ToneStream): void {
  const names = told.map(([name]) => name);
  expect(
    names.filter((name) => name === 'end'),
    names.join(),
  ).to.have.length(1);
  expect(names.at(-1), names.join()).to.equal('end');
  const [, end] = told.at(-1) as ['end', StreamEvents['end']];
  expect(stream.state).to.equal('ended');
  if (end.summary) expect(end.summary).to.deep.equal(stream.summary);
}
