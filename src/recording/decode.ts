import { downmix } from '../../worklets/downmix.js';
import { throwIfAborted, UndertoneError } from '../errors.js';
import { statedRate } from './stated-rate.js';

/**
 * Most that is decoded to, in Hz. The decoder's own resampler is soft: straight to the model's 16 kHz it takes 5 dB of
 * 7 kHz away and folds 8.5 kHz back at -16 dB. From here on the worker's resampler goes on, and an hour of audio still
 * fits in 350 MB a channel.
 */
const MAX_DECODE_RATE = 24_000;

/** Least that every browser decodes to, in Hz. */
const MIN_DECODE_RATE = 8000;

/** Audio of a file in memory. */
export interface DecodedAudio {
  readonly sampleRate: number;
  /** Samples in a channel. */
  readonly length: number;
  /** The mean of all channels over `[from, to)`, as a new array. */
  mono(from: number, to: number): Float32Array<ArrayBuffer>;
}

/**
 * Decodes what the browser can decode, at the file's own rate or at 24 kHz; an `AudioBuffer` is taken as it is.
 * @throws `bad-source` when it is no audio, or empty; `aborted`
 */
export async function decodeAudio(input: Blob | ArrayBuffer | AudioBuffer, signal?: AbortSignal): Promise<DecodedAudio> {
  const buffer = isAudioBuffer(input) ? input : await decode(input);
  throwIfAborted(signal);
  if (buffer.length === 0) throw new UndertoneError('bad-source', 'The audio is empty.');
  return {
    sampleRate: buffer.sampleRate,
    length: buffer.length,
    mono: (from, to) => mean(buffer, from, to),
  };
}

function isAudioBuffer(input: Blob | ArrayBuffer | AudioBuffer): input is AudioBuffer {
  return Object.prototype.toString.call(input) === '[object AudioBuffer]';
}

async function decode(input: Blob | ArrayBuffer): Promise<AudioBuffer> {
  const hint = 'Pass a file that this browser can play (WAV, MP3, Opus, AAC, ...) or an AudioBuffer.';
  let bytes: ArrayBuffer;
  try {
    bytes = await new Response(input).arrayBuffer();
  } catch (cause) {
    throw new UndertoneError('bad-source', `The file could not be read. ${hint}`, { cause });
  }
  try {
    const rate = Math.max(MIN_DECODE_RATE, Math.min(statedRate(bytes) ?? MAX_DECODE_RATE, MAX_DECODE_RATE));
    return await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
  } catch (cause) {
    throw new UndertoneError('bad-source', `The file holds no audio that can be decoded. ${hint}`, { cause });
  }
}

function mean(buffer: AudioBuffer, from: number, to: number): Float32Array<ArrayBuffer> {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) => buffer.getChannelData(c).subarray(from, to));
  const mono = new Float32Array(to - from);
  downmix(channels, mono);
  return mono;
}
