import { MODEL_RATE } from './defaults.js';
import { throwIfAborted, UndertoneError } from './errors.js';

/** Audio of a file in memory. */
export interface DecodedAudio {
  readonly sampleRate: number;
  /** Samples in a channel. */
  readonly length: number;
  /** The mean of all channels over `[from, to)`, as a new array. */
  mono(from: number, to: number): Float32Array<ArrayBuffer>;
}

/**
 * Decodes what the browser can decode, resampled to 16 kHz; an `AudioBuffer` is taken as it is.
 * @throws `bad-source` when it is no audio, or empty; `aborted`
 */
export async function decodeAudio(input: Blob | ArrayBuffer | AudioBuffer, signal?: AbortSignal): Promise<DecodedAudio> {
  const buffer = isAudioBuffer(input) ? input : await decode(input);
  throwIfAborted(signal);
  if (buffer.length === 0) throw new UndertoneError('bad-source', 'The audio is empty.');
  return {
    sampleRate: buffer.sampleRate,
    length: buffer.length,
    mono: (from, to) => downmix(buffer, from, to),
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
    // Straight to the model's rate, which keeps an hour of audio at 230 MB a channel.
    return await new OfflineAudioContext(1, 1, MODEL_RATE).decodeAudioData(bytes);
  } catch (cause) {
    throw new UndertoneError('bad-source', `The file holds no audio that can be decoded. ${hint}`, { cause });
  }
}

function downmix(buffer: AudioBuffer, from: number, to: number): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(to - from);
  for (let c = 0; c < buffer.numberOfChannels; c++) {
    const channel = buffer.getChannelData(c);
    for (let i = from; i < to; i++) mono[i - from]! += channel[i]! / buffer.numberOfChannels;
  }
  return mono;
}
