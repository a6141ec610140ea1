/**
 * Recordings as signals for the model: a script of its own, `undertone.recordings.js`, with demuxers in it that are larger than
 * the rest of the page's part of the package. The page loads it when it first analyses a recording. It shares types alone with
 * the page's other modules, so that nothing of them is there twice; what it throws is for whoever chose the recording to read.
 */
import type { Hop, ReaderOptions, Reading } from '../reading.js';
import type { DecodedAudio } from './block.js';
import { inHops } from './hops.js';
import { openPieces } from './pieces.js';
import { Mixed, Separate, type Signals } from './signals.js';
import { decodeWhole, fromBuffer } from './whole-file.js';

/** @throws when it is no audio, empty, or too long to be decoded at once where nothing else is possible */
export async function readRecording(input: Blob | ArrayBuffer | AudioBuffer, options: ReaderOptions): Promise<Reading> {
  const audio = isAudioBuffer(input) ? fromBuffer(input) : await openFile(input, options);
  const signals = options.channels === 'separate' ? new Separate() : new Mixed(options.onProblem);
  return { duration: audio.duration, hops: toHops(audio, options.hopMs, signals) };
}

async function* toHops({ blocks }: DecodedAudio, hopMs: number, signals: Signals): AsyncGenerator<Hop, void, void> {
  for await (const hop of inHops(blocks, hopMs)) yield { sampleRate: hop.sampleRate, signals: signals.of(hop) };
  signals.end();
}

/** In pieces; at once where this browser or the file allows nothing else. */
async function openFile(input: Blob | ArrayBuffer, options: ReaderOptions): Promise<DecodedAudio> {
  const blob = await readable(input);
  const opened = await openPieces(blob, options);
  return 'refused' in opened ? decodeWhole(blob, opened, options.onProblem) : opened;
}

async function readable(input: Blob | ArrayBuffer): Promise<Blob> {
  // What is no Blob and no bytes is refused here, too.
  try {
    const blob = Object.prototype.toString.call(input) === '[object ArrayBuffer]' ? new Blob([input]) : (input as Blob);
    await blob.slice(0, 1).arrayBuffer();
    return blob;
  } catch (cause) {
    const message =
      'The file could not be read. If it has changed or gone since it was chosen, choose it again; pass a Blob, an ArrayBuffer or an AudioBuffer.';
    throw new Error(message, { cause });
  }
}

function isAudioBuffer(input: Blob | ArrayBuffer | AudioBuffer): input is AudioBuffer {
  return Object.prototype.toString.call(input) === '[object AudioBuffer]';
}
