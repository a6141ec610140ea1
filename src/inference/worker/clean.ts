/**
 * Samples from here on are no audio, whatever its gain. Infinity itself would be too late: browsers at times hand on
 * their greatest number (3.4e38) in its place.
 */
const ABSURD_SAMPLE = 1e30;

/** Of so much constant offset, of full scale, the model takes no notice. */
const HARMLESS_OFFSET = 2 ** -9;

/** Replaces what is no audio by silence, and limits the rest to the model's range. @returns how many samples were no audio */
export function clean(samples: Float32Array): number {
  let bad = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    // In this form it holds of NaN too.
    if (!(Math.abs(sample) < ABSURD_SAMPLE)) {
      samples[i] = 0;
      bad++;
    } else if (sample > 1 || sample < -1) {
      samples[i] = Math.sign(sample);
    }
  }
  return bad;
}

/** Takes off a constant offset, as sound cards add it: nobody hears it, and to the model quiet speech is another tone with it, or none. */
export function removeOffset(samples: Float32Array): void {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  if (Math.abs(mean) <= HARMLESS_OFFSET) return;
  for (let i = 0; i < samples.length; i++) samples[i]! -= mean;
}
