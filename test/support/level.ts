/** Peak of the sine that levels are measured against. */
export const TEST_TONE = 0.5;

/** Level of a signal against the test tone's, in dB, away from its ends. */
export function levelDb(signal: Float32Array): number {
  const middle = signal.subarray(signal.length / 4, (3 * signal.length) / 4);
  const power = middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length;
  return 10 * Math.log10((2 * power) / TEST_TONE ** 2);
}
