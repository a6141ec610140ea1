import { Logging, LogLevel } from 'mediabunny';
import type { Problem, ReaderOptions } from '../reading.js';
import type { Block, DecodedAudio } from './block.js';
import { ByteReader } from './split/byte-reader.js';
import { ImpossibleFormat, openPart, type OpenPart } from './open-part.js';
import type { Part } from './split/part.js';
import { splitFile } from './split/split-file.js';

/** Parts that are opened ahead to know how long the whole is. */
const MAX_OPENED_AHEAD = 64;

type PiecesOptions = Pick<ReaderOptions, 'webCodecs' | 'signal' | 'onProblem'>;

/** Why a file cannot be decoded in pieces, and what was understood of it nevertheless. */
export interface Refusal {
  readonly refused: unknown;
  /** The files that it is joined of. */
  readonly parts: readonly Part[];
  /** Its audio codec, as the container names it. */
  readonly codec: string | null;
  readonly duration: number | null;
  /** What was not found in a file of a kind that is understood. */
  readonly without?: 'audio track' | 'samples';
}

// What goes wrong is told by errors; the page's console is the app's.
Logging.level = LogLevel.Silent;

/** Opens a file that is to be decoded piece by piece. Rejects with the signal's reason, and where no other decoder is to be tried. */
export async function openPieces(blob: Blob, options: PiecesOptions): Promise<DecodedAudio | Refusal> {
  let first: OpenPart | undefined;
  let parts: readonly Part[] = [{ blob }];
  const refuse = (refused: unknown): Refusal => ({ refused, parts, codec: null, duration: null });
  try {
    parts = await splitFile(new ByteReader(blob, options.signal));
    first = await openPart(parts[0]!, options.webCodecs);
    if (!first) return { ...refuse(new Error('No audio track was found.')), without: 'audio track' };
    if (!first.decodable) {
      const codec = (await first.track.getCodec()) ?? String(await first.track.getInternalCodecId());
      const refused = new Error(`This browser has no decoder of ${codec}.`);
      const refusal = { refused, parts, codec, duration: await totalDuration(parts, first, options) };
      first.close();
      return refusal;
    }
    if (first.tracks > 1) options.onProblem(await otherTracks(first));
    const duration = await totalDuration(parts, first, options);
    const blocks = decodeParts(parts, first, options);
    // What cannot be decoded at all is to be known before anything is analysed.
    const { value } = await blocks.next();
    if (!value) return { ...refuse(new Error('The audio is empty.')), without: 'samples' };
    return { duration, blocks: startingWith(value, blocks) };
  } catch (error) {
    first?.close();
    options.signal?.throwIfAborted();
    if (error instanceof ImpossibleFormat) throw error;
    return refuse(error);
  }
}

async function* startingWith(first: Block, rest: AsyncGenerator<Block, void, void>): AsyncGenerator<Block, void, void> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

async function* decodeParts(
  parts: readonly Part[],
  first: OpenPart,
  { webCodecs, signal, onProblem }: PiecesOptions,
): AsyncGenerator<Block, void, void> {
  let seconds = 0;
  for (const [i, part] of parts.entries()) {
    let open: OpenPart | undefined;
    try {
      open = i === 0 ? first : await openPart(part, webCodecs);
      if (!open?.decodable) throw new Error(open ? 'This browser has no decoder of it.' : 'There is no audio in it.');
      for await (const block of open.blocks()) {
        seconds += block.channels[0]!.length / block.sampleRate;
        yield block;
      }
    } catch (error) {
      if (seconds === 0) throw error;
      signal?.throwIfAborted();
      onProblem(truncated(seconds, parts.length > i + 1, error));
    } finally {
      open?.close();
    }
  }
}

/** The problem of a part that cannot be decoded, after others that could. */
export function truncated(seconds: number, goesOn: boolean, error: unknown): Problem {
  const until = goesOn ? ', up to the next of the joined files,' : '';
  const why = error instanceof Error ? error.message : String(error);
  const message = `What follows ${seconds.toFixed(1)} s${until} cannot be decoded and was not analysed: ${why}`;
  return { code: 'truncated', message };
}

async function totalDuration(parts: readonly Part[], first: OpenPart, { webCodecs }: PiecesOptions): Promise<number | null> {
  if (parts.length > MAX_OPENED_AHEAD) return null;
  let total = first.duration;
  for (const part of parts.slice(1)) {
    const duration = part.counted ? part.counted.length / part.counted.sampleRate : await durationOf(part, webCodecs);
    total = total === null || duration === null ? null : total + duration;
  }
  return total;
}

async function durationOf(part: Part, webCodecs: boolean): Promise<number | null> {
  const open = await openPart(part, webCodecs).catch(() => undefined);
  open?.close();
  return open?.duration ?? null;
}

async function otherTracks({ track, tracks }: OpenPart): Promise<Problem> {
  const name = (await track.getName()) ?? (await track.getLanguageCode());
  const message = `The file holds ${tracks} audio tracks. Number ${track.number} (${name}) was analysed: it is the one that the file calls its main one, or the only one that can be decoded. Save another as a file of its own to analyse it.`;
  return { code: 'other-tracks', message };
}
