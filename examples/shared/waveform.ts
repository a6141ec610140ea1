/** Loudness of a recording over its length, ready to draw. */
export interface Waveform {
  /** Seconds. */
  readonly duration: number;
  /** Largest magnitude in each of as many equal parts, from 0 to 1. */
  readonly peaks: readonly number[];
}

/** Enough to draw from: a low rate keeps long recordings small in memory. */
const DECODE_RATE = 8000;

const PARTS = 1200;

export async function readWaveform(file: Blob): Promise<Waveform> {
  const audio = await new OfflineAudioContext(1, 1, DECODE_RATE).decodeAudioData(await file.arrayBuffer());
  return { duration: audio.duration, peaks: measurePeaks(audio.getChannelData(0), Math.min(PARTS, audio.length)) };
}

function measurePeaks(samples: Float32Array, parts: number): number[] {
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * samples.length) / parts);
    const to = Math.floor(((part + 1) * samples.length) / parts);
    let peak = 0;
    for (let i = from; i < to; i++) peak = Math.max(peak, Math.abs(samples[i]!));
    return Math.min(1, peak);
  });
}
