/** One step of 16-bit audio: what never exceeds it is digital silence. */
const SILENCE_PEAK = 2 ** -15;

/** Frames of 20 ms at 16 kHz, the usual step of voice activity detectors. */
const FRAME_SAMPLES = 320;

/** A frame is active if it is within this range of the window's loudest frame... */
const RANGE_DB = 30;
/** ...and above this level, in dB of full scale: telephone lines hiss near -65. */
const FLOOR_DB = -55;

/** Whether `pcm` holds nothing at all. */
export function isDigitalSilence(pcm: Float32Array): boolean {
  for (const sample of pcm) if (Math.abs(sample) > SILENCE_PEAK) return false;
  return true;
}

/**
 * Samples in `[from, to)` of `pcm` that lie in frames louder than the window's pauses. Tells how much of a window
 * that holds speech *is* speech; it cannot tell speech from noise, which is the model's part.
 */
export function activeSamples(pcm: Float32Array, from: number, to: number): number {
  const threshold = Math.max(loudest(pcm) * 10 ** (-RANGE_DB / 10), 10 ** (FLOOR_DB / 10));
  let active = 0;
  for (let at = from; at < to; at += FRAME_SAMPLES) {
    const end = Math.min(at + FRAME_SAMPLES, to);
    if (power(pcm, at, end) > threshold) active += end - at;
  }
  return active;
}

function loudest(pcm: Float32Array): number {
  let most = 0;
  for (let at = 0; at < pcm.length; at += FRAME_SAMPLES) {
    most = Math.max(most, power(pcm, at, Math.min(at + FRAME_SAMPLES, pcm.length)));
  }
  return most;
}

/** Mean square of `pcm[from, to)`. */
function power(pcm: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += pcm[i]! ** 2;
  return sum / (to - from);
}
