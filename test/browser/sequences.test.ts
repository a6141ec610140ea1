import { expect } from 'chai';
import fc from 'fast-check';
import {
  createUndertone,
  type AudioSource,
  type PcmSource,
  type ToneStream,
  type Undertone,
  type UndertoneError,
} from 'undertone';
import { clip, clipSamples, playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { CRASHING, crash } from '../support/crashing.js';
import { next } from '../support/events.js';
import { watchLeftovers, type Leftovers } from '../support/leftovers.js';
import { feeding } from '../support/pcm.js';
import { recordAll, type Told } from '../support/told.js';

/** Sequences that are tried; each starts a worker. */
const RUNS = 12;
const LONGEST = 7;

const KINDS = ['node', 'track', 'stream', 'element', 'pcm'] as const;

/** What the life cycle's table says of calls that a stream refuses: those after stop(), revoke() and close(). */
interface Model {
  /** `maybe` once something has befallen the stream that ends it a little later. */
  over: boolean | 'maybe';
  revoked: boolean;
}

interface Real {
  undertone: Undertone;
  context: AudioContext;
  voice: AudioNode;
  stream: ToneStream;
  told: Told[];
  /** Calls that were not waited for. */
  pending: Promise<unknown>[];
  tracks: MediaStreamTrack[];
  samples: Float32Array;
  fed: PcmSource[];
  element: HTMLAudioElement;
}

type Command = fc.AsyncCommand<Model, Real>;

/** A new source in the same context. */
function sourceOf(
  kind: (typeof KINDS)[number],
  { context, voice, tracks, samples, fed, element }: Pick<Real, 'context' | 'voice' | 'tracks' | 'samples' | 'fed' | 'element'>,
): AudioSource {
  if (kind === 'pcm') {
    const source = feeding(samples);
    fed.push(source);
    return source;
  }
  if (kind === 'element') return element;
  if (kind === 'node') {
    const node = new GainNode(context);
    voice.connect(node);
    return node;
  }
  const destination = new MediaStreamAudioDestinationNode(context);
  voice.connect(destination);
  const track = destination.stream.getAudioTracks()[0]!;
  tracks.push(track);
  return kind === 'track' ? track : destination.stream;
}

/** Whatever is thrown is an UndertoneError; one that says "closed" is thrown exactly when the stream is over. */
async function expectAnswer(call: () => unknown, over: Model['over']): Promise<void> {
  let error: unknown;
  try {
    await call();
  } catch (thrown) {
    error = thrown;
  }
  if (error !== undefined) expect(error).to.include({ name: 'UndertoneError' });
  const refused = (error as UndertoneError | undefined)?.code === 'closed';
  if (over !== 'maybe') expect(refused, (error as Error | undefined)?.message ?? 'nothing was thrown').to.equal(over);
}

const command = (name: string, run: (model: Model, real: Real) => unknown): Command => ({
  check: () => true,
  run: async (model, real) => void (await run(model, real)),
  toString: () => name,
});

/** A call that is refused once the stream is over, waited for or not. */
const refusable = (name: string, waits: boolean, call: (real: Real) => unknown) =>
  command(waits ? `${name} and wait` : name, (model, real) => {
    const answer = expectAnswer(() => call(real), model.over);
    real.pending.push(answer);
    return waits ? answer : undefined;
  });

/** One that ends the stream, and is never refused. */
const ending = (name: 'stop' | 'revoke' | 'close', waits: boolean) =>
  command(waits ? `${name} and wait` : name, (model, real) => {
    model.over = true;
    model.revoked ||= name === 'revoke';
    const answer = expectAnswer(() => (name === 'close' ? real.undertone.close() : real.stream[name]()), false);
    real.pending.push(answer);
    return waits ? answer : undefined;
  });

const befalls = (name: string, action: (real: Real) => unknown) =>
  command(name, (model, real) => {
    if (!model.over) model.over = 'maybe';
    return action(real);
  });

const sources = fc.constantFrom(...KINDS);
const commands = [
  fc.boolean().map((waits) => refusable('pause', waits, ({ stream }) => stream.pause())),
  fc.boolean().map((waits) => refusable('resume', waits, ({ stream }) => stream.resume())),
  fc
    .tuple(sources, fc.boolean())
    .map(([kind, waits]) => refusable(`replace by a ${kind}`, waits, (real) => real.stream.replace(sourceOf(kind, real)))),
  fc.boolean().map((waits) => ending('stop', waits)),
  fc.boolean().map((waits) => ending('revoke', waits)),
  fc.boolean().map((waits) => ending('close', waits)),
  fc.constant(command('the app disconnects', (_, { voice }) => voice.disconnect())),
  fc.constant(command('the app suspends', (_, { context }) => void (context.state !== 'closed' && context.suspend()))),
  fc.constant(command('a tone', (_, { stream }) => Promise.race([next(stream, 'tone'), soon()]))),
  fc.constant(befalls('a listener stops', ({ stream }) => void stream.on('state', () => void stream.stop()))),
  fc.constant(
    befalls('the tracks end', ({ tracks, fed }) => {
      tracks.forEach((track) => track.stop());
      fed.forEach((source) => void source.close());
    }),
  ),
  fc.constant(befalls('the app closes its context', ({ context }) => context.state !== 'closed' && context.close())),
  fc.constant(befalls('the worker crashes', crash)),
];

/** Long enough for something to happen; nothing rests on what does. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 700));

describe('whatever is called when, and whatever befalls a stream', () => {
  let leftovers: Leftovers;
  beforeEach(() => {
    leftovers = watchLeftovers();
  });
  afterEach(() => leftovers.restore());

  it('it ends once, gives nothing after that, throws typed errors, and leaves nothing', async () => {
    const samples = await clipSamples('spoken-neutral-meeting');
    const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
    element.loop = true;
    await element.play();
    await fc.assert(
      fc.asyncProperty(sources, fc.commands(commands, { maxCommands: LONGEST }), async (kind, sequence) => {
        const context = await runningContext();
        const voice = await playingClip(context, 'spoken-neutral-meeting');
        const undertone = await createUndertone({ assets: CRASHING });
        const given = { context, voice, tracks: [], samples, fed: [], element };
        const stream = undertone.analyze(sourceOf(kind, given), { consent: CONSENT, hopMs: 500 });
        const real: Real = { ...given, undertone, stream, told: recordAll(stream), pending: [] };
        const model: Model = { over: false, revoked: false };
        await fc.asyncModelRun(() => ({ model, real }), sequence);
        await undertone.close();
        await Promise.all(real.pending);
        await Promise.all(real.fed.map((source) => source.close()));
        expectEnd(real, model);
        expect(leftovers.left().join()).to.equal('');
        for (const buffer of leftovers.memory.splice(0)) {
          // The header comes first: where the ring was written and read, no audio.
          const audio = new Float32Array(buffer).subarray(8);
          expect(
            audio.every((sample) => sample === 0),
            'audio is left in memory',
          ).to.equal(true);
        }
        if (context.state !== 'closed') await context.close();
      }),
      { numRuns: RUNS, endOnFailure: true, includeErrorInReport: true },
    );
    element.pause();
  });
});

function expectEnd({ told, stream }: Real, { revoked }: Model): void {
  const names = told.map(([name]) => name);
  const ends = told.filter((entry) => entry[0] === 'end').map(([, event]) => event as { reason: string; summary: unknown });
  expect(ends, names.join()).not.to.deep.equal([]);
  // A track's end may be followed by another source, and so by another end.
  for (const { reason } of ends.slice(0, -1)) expect(reason).to.equal('track-ended');
  // A withdrawal is told of once, also after the end.
  expect(names.filter((name) => name === 'revoke')).to.have.length(revoked ? 1 : 0);
  expect(names.filter((name) => name !== 'revoke').at(-1), names.join()).to.equal('end');
  expect(stream.state).to.equal('ended');
  const last = ends.at(-1)!;
  if (revoked) expect(stream.summary).to.include({ windows: 0, duration: 0 });
  else expect(last.summary).to.deep.equal(stream.summary);
}
