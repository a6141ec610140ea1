import type { Tell } from '../reading.js';
import type { Block, DecodedAudio } from './block.js';
import { describeFile } from './describe-file.js';
import { truncated, type Refusal } from './pieces.js';
import type { Part } from './split/part.js';
import { statedRate } from './stated-rate.js';

/**
 * Most that is decoded to, in Hz. The decoder's own resampler is soft: straight to the model's 16 kHz it takes 5 dB of
 * 7 kHz away and folds 8.5 kHz back at -16 dB. From here on the worker's resampler goes on.
 */
const MAX_DECODE_RATE = 24_000;

/** Most that a file may say: from about there on browsers do not refuse it, but crash. */
const MAX_STATED_RATE = 768_000;

/** Least that every browser decodes to, in Hz. */
const MIN_DECODE_RATE = 8000;

/**
 * Most that is decoded at once, in seconds and, where nobody knows the length, in bytes of the file. Browsers first decode all
 * of it at its own rate, 1.4 GB an hour and channel at 48 kHz, and fail without a word from about 2 GB on.
 */
const MAX_SECONDS = 60 * 60;
const MAX_BYTES = 100e6;

/**
 * Decodes a file at once, as every browser can, at the file's own rate or at 24 kHz; joined files one after another.
 * @throws when it is too long for that, no audio, or empty
 */
export async function decodeWhole(
  blob: Blob,
  { parts, codec, duration, refused, without }: Refusal,
  onProblem: Tell,
): Promise<DecodedAudio> {
  if (blob.size === 0)
    throw new Error('The file is empty: it has 0 bytes. It may not have been saved or sent yet.', { cause: refused });
  const head = new Uint8Array(await blob.slice(0, 4096).arrayBuffer());
  const { name, advice } = describeFile(head, codec);
  if (duration === null ? blob.size > MAX_BYTES : duration > MAX_SECONDS) {
    const length = duration === null ? `${Math.round(blob.size / 1e6)} MB` : `${Math.round(duration / 60)} minutes`;
    const message = `This browser cannot decode ${name} in pieces, and ${length} are too much to decode at once: split it into parts of at most ${MAX_SECONDS / 60} minutes, or convert it, say to Opus or to a WAV of 16-bit PCM.`;
    throw new Error(message, { cause: refused });
  }
  const refuse = (problem: string, cause: unknown) => new Error(`${capital(name)} ${problem}. ${advice}`, { cause });
  const lacking =
    without && new Error(`${capital(name)} holds no ${without} that can be read. Pass one that does.`, { cause: refused });
  // WebKitGTK's decoder may never answer where there is no audio.
  if (without === 'audio track') throw lacking;
  const [start, ...rest] = parts;
  const first = await decode(start!.blob).catch((cause: unknown) => {
    throw lacking ?? refuse('cannot be decoded by this browser', cause);
  });
  if (rest.length === 0) return fromBuffer(first);
  return { duration, blocks: decodeJoined(first, rest, onProblem) };
}

async function* decodeJoined(first: AudioBuffer, rest: readonly Part[], onProblem: Tell): AsyncGenerator<Block, void, void> {
  yield* blocksOf(first);
  let seconds = first.duration;
  for (const [i, { blob }] of rest.entries()) {
    const buffer = await decode(blob).catch((error: unknown) => onProblem(truncated(seconds, i + 1 < rest.length, error)));
    if (!buffer) continue;
    yield* blocksOf(buffer);
    seconds += buffer.duration;
  }
}

async function decode(blob: Blob): Promise<AudioBuffer> {
  // WebKitGTK's decoder would never answer.
  if (blob.size === 0) throw new Error('There is nothing in it.');
  const bytes = await blob.arrayBuffer();
  const stated = statedRate(bytes) ?? MAX_DECODE_RATE;
  if (stated > MAX_STATED_RATE) throw new Error(`It says that it has ${stated} Hz.`);
  const rate = Math.max(MIN_DECODE_RATE, Math.min(stated, MAX_DECODE_RATE));
  return new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
}

/** @throws when it is empty */
export function fromBuffer(buffer: AudioBuffer): DecodedAudio {
  if (buffer.length === 0) throw new Error('The audio is empty.');
  return { duration: buffer.duration, blocks: blocksOf(buffer) };
}

async function* blocksOf(buffer: AudioBuffer): AsyncGenerator<Block, void, void> {
  const { sampleRate, length, numberOfChannels } = buffer;
  for (let from = 0; from < length; from += sampleRate) {
    const channels = Array.from({ length: numberOfChannels }, (_, c) => buffer.getChannelData(c).slice(from, from + sampleRate));
    yield { sampleRate, channels };
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
