import type { Waveform } from 'undertone/elements';

/** Enough to draw from: a low rate keeps long recordings small in memory. */
const DECODE_RATE = 8000;

const PARTS = 1200;

/** Longer recordings are drawn without: browsers decode the whole of it for this, gigabytes at its own rate. */
const MAX_SECONDS = 20 * 60;

/**
 * @param duration seconds
 * @param channel which to draw; by default the first
 * @returns `null` where the recording is too long to be decoded for a drawing
 */
export async function readWaveform(file: Blob, duration: number, channel = 0): Promise<Waveform | null> {
  if (duration > MAX_SECONDS) return null;
  const audio = await new OfflineAudioContext(1, 1, DECODE_RATE).decodeAudioData(await file.arrayBuffer());
  const samples = audio.getChannelData(Math.min(channel, audio.numberOfChannels - 1));
  return { duration: audio.duration, peaks: measurePeaks(samples, Math.min(PARTS, audio.length)) };
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
