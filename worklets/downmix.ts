/**
 * Mean of all channels, written into `mono`; makes no garbage.
 * @param channels planar samples of one render quantum, all of one length
 * @returns samples written, at most `mono.length`
 */
export function downmix(channels: readonly Float32Array[], mono: Float32Array): number {
  const first = channels[0];
  if (!first) return 0;
  const count = Math.min(first.length, mono.length);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let c = 0; c < channels.length; c++) sum += channels[c]![i]!;
    mono[i] = sum / channels.length;
  }
  return count;
}
