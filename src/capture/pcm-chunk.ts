import { canCopyAudioData } from '../capabilities.js';
import { inWords, UndertoneError } from '../errors.js';

/**
 * Samples of an app's own: of all channels interleaved, or an array for each channel. Floats in [-1, 1], or integers of 16 bits.
 */
export type PcmSamples = Float32Array | Int16Array | readonly Float32Array[] | readonly Int16Array[];

/** Samples that say when they were taken. */
export interface TimedPcm {
  /** They begin at `timestamp`. */
  readonly samples: PcmSamples;
  /** In microseconds since any moment, as the `timestamp` of an AudioData. */
  readonly timestamp: number;
}

/** What is used of an `AudioData` of WebCodecs, as not every TypeScript that is in use knows one. Pass the browser's own. */
export interface PcmAudioData {
  /** `null` once it was closed. */
  readonly format: string | null;
  /** Hz. */
  readonly sampleRate: number;
  /** Samples of each channel. */
  readonly numberOfFrames: number;
  /** At least 1. */
  readonly numberOfChannels: number;
  /** In microseconds. */
  readonly timestamp: number;
  /** Copies the samples of one channel. */
  copyTo(destination: Float32Array, options: { planeIndex: number; format: 'f32-planar' }): void;
  /** Frees the samples. */
  close(): void;
}

/** What a `PcmSource` takes. An `AudioData` is closed by it, as by whatever takes one over. */
export type PcmChunk = PcmSamples | TimedPcm | PcmAudioData;

/** What is known of a source's chunks before they come. */
export interface PcmFormat {
  readonly sampleRate: number;
  readonly channels: number;
}

/** A chunk in the form that is heard. */
export interface ReadChunk {
  /** Planar samples, all of one length. */
  readonly planes: readonly Float32Array[];
  /** Microseconds. */
  readonly timestamp: number | undefined;
}

const INT16_SCALE = 2 ** -15;

// Tags, not instanceof: a chunk may come from another frame of the page.
const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
const isAudioData = (chunk: unknown): chunk is PcmAudioData => tagOf(chunk) === 'AudioData';
const isTimed = (chunk: unknown): chunk is TimedPcm => tagOf(chunk) === 'Object' && 'samples' in (chunk as object);

/** The kind of array that something really is: a tag may be put on anything. */
const { get: kindOf } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Int8Array.prototype), Symbol.toStringTag) as {
  get(this: unknown): string | undefined;
};

/**
 * Copies a chunk.
 * @throws `bad-source` when it does not fit the format, and says how it should be
 * @throws `unsupported` where this browser cannot read an AudioData
 */
export function readChunk(chunk: PcmChunk, format: PcmFormat): ReadChunk {
  if (isAudioData(chunk)) return readAudioData(chunk, format);
  if (!isTimed(chunk)) return { planes: toPlanes(chunk, format), timestamp: undefined };
  return { planes: toPlanes(chunk.samples, format), timestamp: checkTimestamp(chunk.timestamp) };
}

/** Seconds of audio in a chunk; 0 of what is none. */
export function secondsOf(chunk: PcmChunk, { sampleRate, channels }: PcmFormat): number {
  if (isAudioData(chunk)) {
    const seconds = chunk.numberOfFrames / chunk.sampleRate;
    // One that is closed has neither frames nor rate, and a stream of the platform breaks on a size that is none.
    return seconds > 0 && Number.isFinite(seconds) ? seconds : 0;
  }
  const samples: unknown = isTimed(chunk) ? chunk.samples : chunk;
  return (Array.isArray(samples) ? lengthOf(samples[0]) : lengthOf(samples) / channels) / sampleRate;
}

/** Within what is counted exactly, some 285 years: a stream that believed more would have no time any more. */
function checkTimestamp(timestamp: number): number {
  if (typeof timestamp === 'number' && Math.abs(timestamp) <= Number.MAX_SAFE_INTEGER) return timestamp;
  throw misfit(`The timestamp must be a number of microseconds, not ${inWords(timestamp)}.`);
}

const lengthOf = (samples: unknown) => (isSamples(samples) ? samples.length : 0);

function isSamples(value: unknown): value is Float32Array | Int16Array {
  const kind = kindOf.call(value);
  return kind === 'Float32Array' || kind === 'Int16Array';
}

/** Its channels may be more or fewer than was said: it knows them itself. */
function readAudioData(data: PcmAudioData, { sampleRate }: PcmFormat): ReadChunk {
  const { timestamp, numberOfFrames, numberOfChannels } = data;
  try {
    if (!canCopyAudioData()) {
      const message = 'This browser crashes where an AudioData is read: write the samples as Float32Array or Int16Array.';
      throw new UndertoneError('unsupported', message);
    }
    if (data.format === null) throw misfit('The AudioData has been closed already; write each once, or a clone() of it.');
    if (data.sampleRate !== sampleRate) {
      throw misfit(`The AudioData has ${data.sampleRate} Hz, and the source ${sampleRate} Hz: replace() it by one of that rate.`);
    }
    const planes = Array.from({ length: numberOfChannels }, (_, planeIndex) => {
      const plane = new Float32Array(numberOfFrames);
      data.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    if (planes.length === 0) throw misfit('The AudioData has no channels.');
    return { planes, timestamp: checkTimestamp(timestamp) };
  } catch (cause) {
    throw UndertoneError.from(cause, 'bad-source', "The AudioData could not be read: pass one of the browser's own.");
  } finally {
    (data as Partial<PcmAudioData>).close?.();
  }
}

function toPlanes(samples: PcmSamples, { channels }: PcmFormat): Float32Array[] {
  if (isSamples(samples)) {
    if (samples.length % channels !== 0) {
      throw misfit(`${samples.length} interleaved samples are no whole frames of ${channels} channels.`);
    }
    return Array.from({ length: channels }, (_, first) => everyNth(samples, channels, first));
  }
  if (!Array.isArray(samples) || !Array.from(samples).every(isSamples)) {
    throw misfit(`A chunk must be a Float32Array, an Int16Array, an array of such, or an AudioData, not ${tagOf(samples)}.`);
  }
  if (samples.length !== channels) throw misfit(`The chunk has ${samples.length} channels, and the source ${channels}.`);
  if (samples.some(({ length }) => length !== samples[0]!.length)) throw misfit('The channels of a chunk must be of one length.');
  return samples.map((plane) => everyNth(plane, 1, 0));
}

function everyNth(samples: Float32Array | Int16Array, step: number, first: number): Float32Array {
  const scale = kindOf.call(samples) === 'Int16Array' ? INT16_SCALE : 1;
  const plane = new Float32Array(samples.length / step);
  for (let i = 0, at = first; i < plane.length; i++, at += step) plane[i] = scale * samples[at]!;
  return plane;
}

function misfit(message: string): UndertoneError {
  return new UndertoneError('bad-source', message);
}
