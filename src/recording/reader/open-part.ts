import {
  ADTS,
  AudioSampleSink,
  BlobSource,
  FLAC,
  Input,
  type InputAudioTrack,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  PCM_AUDIO_CODECS,
  QTFF,
  WAVE,
  WEBM,
  type AudioSample,
} from 'mediabunny';
import type { Block } from './block.js';
import type { Counted, Part } from './split/part.js';

const FORMATS = [WAVE, OGG, MP3, MP4, QTFF, WEBM, MATROSKA, FLAC, ADTS];

/**
 * What a header may say: of more, no second fits into memory. Browsers decode 32 channels from 3000 to 768,000 Hz, and this says more
 * only of what needs no decoder.
 */
const MAX_CHANNELS = 64;
const RATES = [1000, 768_000] as const;
const MAX_SAMPLES_A_SECOND = 2 ** 23;

/** Whose header says what cannot be: no decoder is to see it, as the browser's own may take the page down with it. */
export class ImpossibleFormat extends Error {}

/** A part of a file, understood and not decoded yet. */
export interface OpenPart {
  readonly track: InputAudioTrack;
  /** Audio tracks in it; one is analysed. */
  readonly tracks: number;
  /** Whether this browser decodes the track. */
  readonly decodable: boolean;
  /** Seconds; `null` where it does not say. */
  readonly duration: number | null;
  readonly blocks: () => AsyncGenerator<Block, void, void>;
  readonly close: () => void;
}

/**
 * @param webCodecs whether it may be asked to decode; what is PCM needs none
 * @throws what the demuxer has to say; nothing if it knows the kind of file and finds no audio in it
 */
export async function openPart({ blob, counted }: Part, webCodecs: boolean): Promise<OpenPart | undefined> {
  const input = new Input({ source: new BlobSource(blob), formats: FORMATS });
  try {
    const tracks = await input.getAudioTracks();
    const primary = await input.getPrimaryAudioTrack();
    if (!primary) {
      input.dispose();
      return undefined;
    }
    const decodes = (track: InputAudioTrack) => canDecode(track, webCodecs);
    const track = await firstDecodable([primary, ...tracks], decodes);
    checkFormat(await track.getNumberOfChannels(), await track.getSampleRate());
    const length = counted ?? (await lengthAtItsEnd(input, track));
    return {
      track,
      tracks: tracks.length,
      decodable: await decodes(track),
      duration: length ? length.length / length.sampleRate : await track.getDurationFromMetadata(),
      blocks: () => decode(track, length),
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** The track that the file calls its main one, unless another is the only one that can be decoded. */
async function firstDecodable(
  tracks: readonly InputAudioTrack[],
  decodes: (track: InputAudioTrack) => Promise<boolean>,
): Promise<InputAudioTrack> {
  for (const track of tracks) if (await decodes(track)) return track;
  return tracks[0]!;
}

async function canDecode(track: InputAudioTrack, webCodecs: boolean): Promise<boolean> {
  const codec = await track.getCodec();
  const isPcm = PCM_AUDIO_CODECS.some((name) => name === codec);
  return (isPcm || webCodecs) && track.canDecode();
}

function checkFormat(channels: number, sampleRate: number): void {
  const [least, most] = RATES;
  const fits = channels >= 1 && channels <= MAX_CHANNELS && sampleRate >= least && sampleRate <= most;
  if (fits && channels * sampleRate <= MAX_SAMPLES_A_SECOND) return;
  throw new ImpossibleFormat(`The file cannot be heard: it says that it has ${channels} channels at ${sampleRate} Hz.`);
}

/** Ogg says how long it is on its last page, which is found by a few looks; others in their header, if at all. */
async function lengthAtItsEnd(input: Input, track: InputAudioTrack): Promise<Counted | undefined> {
  if ((await input.getFormat()) !== OGG) return undefined;
  const sampleRate = await track.getSampleRate();
  const seconds = (await track.computeDuration()) - Math.max(0, await track.getFirstTimestamp());
  return { sampleRate, skip: 0, length: Math.round(seconds * sampleRate) };
}

async function* decode(track: InputAudioTrack, counted: Counted | undefined): AsyncGenerator<Block, void, void> {
  // In seconds, as a decoder may give another rate than the file states (HE-AAC gives the double).
  let skip = counted ? counted.skip / counted.sampleRate : 0;
  let left = counted ? counted.length / counted.sampleRate : Number.POSITIVE_INFINITY;
  for await (const sample of new AudioSampleSink(track).samples()) {
    try {
      const { sampleRate, numberOfFrames, timestamp } = sample;
      // What comes before 0 is for the decoder to get going, and nobody recorded it.
      const early = Math.max(skip, -timestamp, 0);
      const from = Math.min(numberOfFrames, Math.round(early * sampleRate));
      const to = Math.min(numberOfFrames, from + Math.round(left * sampleRate));
      skip = Math.max(0, skip - from / sampleRate);
      left -= (to - from) / sampleRate;
      if (to > from) yield { sampleRate, channels: copy(sample, from, to - from) };
    } finally {
      sample.close();
    }
  }
}

function copy(sample: AudioSample, frameOffset: number, frameCount: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(frameCount);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar', frameOffset, frameCount });
    return plane;
  });
}
