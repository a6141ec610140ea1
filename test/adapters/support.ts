import { expect } from 'chai';
import {
  createUndertone,
  type AudioSource,
  type Consent,
  type StreamSummary,
  type ToneStream,
  type Undertone,
  type UndertoneError,
} from 'undertone';
import { createCallHub, type CallHub, type CallHubOptions } from 'undertone/calls';
import { clipSamples, playing, runningContext } from '../support/audio.js';

/** Longer than any test: nobody leaves, and no track is missed, but where a test says so. */
export const LONG_MS = 600_000;

export const consentOf = (who: string): Consent => ({ subject: who, purpose: 'tests', obtainedAt: '2026-01-01T00:00:00Z' });

/** What a hub has told, by whom. */
export interface Diary {
  readonly streams: [who: string, stream: ToneStream][];
  readonly ends: [who: string, summary: StreamSummary | null][];
  readonly errors: UndertoneError[];
}

/** Options of a hub that agrees for everybody and writes down what it is told. Errors fail the test that does not look at them. */
export function diaryOptions(): { diary: Diary; options: CallHubOptions } {
  const diary: Diary = { streams: [], ends: [], errors: [] };
  return {
    diary,
    options: {
      consentOf,
      hopMs: 500,
      keepMs: LONG_MS,
      onStream: (stream, who) => diary.streams.push([who, stream]),
      onEnd: (summary, who) => diary.ends.push([who, summary]),
      // On a slow machine the audio of a context starts later than Undertone waits before it tells.
      onError: (error) => error.code !== 'context-blocked' && diary.errors.push(error),
    },
  };
}

/** What each stream was given last. */
export const sources = new WeakMap<ToneStream, AudioSource>();

/** The real one, and note is taken of which stream listens to what. */
export function watched(undertone: Undertone): Pick<Undertone, 'analyze'> {
  return {
    analyze(source, options) {
      const stream = undertone.analyze(source, options);
      sources.set(stream, source);
      const replace = stream.replace.bind(stream);
      stream.replace = (next) => {
        sources.set(stream, next);
        return replace(next);
      };
      return stream;
    },
  };
}

const PATIENCE_MS = 240_000;

/** Looks again and again until `check` no longer throws. */
export async function eventually<T>(check: () => T): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    try {
      return check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Whether a stream listens to anything. */
export const hears = ({ state }: ToneStream): boolean => state !== 'paused' && state !== 'ended';

/** A stand for microphones: each track speaks, and ends when it is stopped. */
export async function openStudio(): Promise<{ track(): MediaStreamTrack; silence(): MediaStreamTrack; close(): Promise<void> }> {
  const context = await runningContext();
  const voice = playing(context, await clipSamples('spoken-positive-service'), 16_000);
  const nodes: MediaStreamAudioDestinationNode[] = [];
  const silence = () => {
    const node = new MediaStreamAudioDestinationNode(context);
    nodes.push(node);
    return node.stream.getAudioTracks()[0]!;
  };
  return {
    silence,
    track() {
      const track = silence();
      voice.connect(nodes.at(-1)!);
      return track;
    },
    close: () => context.close(),
  };
}

/** The stream of `who`, once there is one. */
export const streamOf = (streams: ReadonlyMap<string, ToneStream>, who: string): Promise<ToneStream> =>
  eventually(() => streams.get(who) ?? expect.fail(`${who} has no stream`));

/** Waits until exactly these are heard, by name, each with their track. */
export const hearing = (streams: ReadonlyMap<string, ToneStream>, wanted: Record<string, MediaStreamTrack>): Promise<void> =>
  eventually(() => {
    const heard = [...streams].filter(([, stream]) => hears(stream)).map(([who, stream]) => [who, sources.get(stream)]);
    expect(Object.fromEntries(heard)).to.deep.equal(wanted);
  });

export type Studio = Awaited<ReturnType<typeof openStudio>>;

/** For the suite that calls this: a studio, and for each test a hub of its own with its diary, in which no error may stand at the end. */
export function hubSuite(): { readonly studio: Studio; readonly diary: Diary; readonly hub: CallHub } {
  const suite = {} as { studio: Studio; diary: Diary; hub: CallHub };
  let undertone: Undertone;
  before(async () => {
    undertone = await createUndertone();
    suite.studio = await openStudio();
  });
  after(async () => {
    await suite.studio.close();
    await undertone.close();
  });
  beforeEach(() => {
    const { diary, options } = diaryOptions();
    Object.assign(suite, { diary, hub: createCallHub(watched(undertone), options) });
  });
  afterEach(async () => {
    await suite.hub.end();
    expect(suite.diary.errors.map(({ message }) => message)).to.deep.equal([]);
  });
  return suite;
}
