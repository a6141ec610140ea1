/** Two steps of 16-bit audio: what never varies by more is digital silence, at whatever offset. */
const SILENCE_RANGE = 2 ** -14;

/** Frames of 20 ms at 16 kHz, the usual step of voice activity detectors. */
const FRAME_SAMPLES = 320;

/** The frame that only so many of a window's are quieter than is the room's noise: speech has pauses between its words. */
const NOISE_SHARE = 0.05;

/** A frame is active if it is this much louder than the room... */
const MARGIN_DB = 6;
/** ...or nearly as loud as the window's loudest, where there is no pause to hear the room in... */
const SURE_DB = 15;
/** ...within this range of the loudest... */
const RANGE_DB = 30;
/** ...and above this level, in dB of full scale: a step of 16-bit audio is at -90. */
const FLOOR_DB = -85;

/** How much of a stretch is active, in samples. */
export interface Activity {
  active: number;
  /** What would be active but for its level. */
  tooQuiet: number;
}

/** Whether `pcm` holds nothing at all. */
export function isDigitalSilence(pcm: Float32Array): boolean {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const sample of pcm) {
    if (sample < least) least = sample;
    if (sample > most) most = sample;
  }
  return !(most - least > SILENCE_RANGE);
}

/**
 * Measures the frames of a window from sample `from` on that are louder than its pauses. Tells how much of a window that holds
 * speech *is* speech; it cannot tell speech from noise, which is the model's part.
 */
export function activityOf(pcm: Float32Array, from: number): Activity {
  const least = leastPower(pcm);
  const activity = { active: 0, tooQuiet: 0 };
  for (let at = from; at < pcm.length; at += FRAME_SAMPLES) {
    const end = Math.min(at + FRAME_SAMPLES, pcm.length);
    const loud = power(pcm, at, end);
    if (loud > least) activity[loud > 10 ** (FLOOR_DB / 10) ? 'active' : 'tooQuiet'] += end - at;
  }
  return activity;
}

/** The power that a frame must exceed to be active, as far as the other frames say. */
function leastPower(pcm: Float32Array): number {
  const powers = new Float64Array(Math.ceil(pcm.length / FRAME_SAMPLES));
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power(pcm, i * FRAME_SAMPLES, Math.min((i + 1) * FRAME_SAMPLES, pcm.length));
  }
  powers.sort();
  const noise = powers[Math.floor(NOISE_SHARE * powers.length)]!;
  const loudest = powers.at(-1)!;
  const aboveNoise = Math.max(noise * 10 ** (MARGIN_DB / 10), loudest * 10 ** (-RANGE_DB / 10));
  return Math.min(aboveNoise, loudest * 10 ** (-SURE_DB / 10));
}

/** Mean square of `pcm[from, to)` about its mean: sound cards add an offset, which nobody hears. */
function power(pcm: Float32Array, from: number, to: number): number {
  let sum = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    sum += pcm[i]!;
    squares += pcm[i]! ** 2;
  }
  return Math.max(0, squares / (to - from) - (sum / (to - from)) ** 2);
}
