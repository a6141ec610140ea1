import { MODEL_RATE } from '../../src/model/contract.js';

/** A stretch of noise, and the largest sample that it may have; of a flat one, each sample, above and below zero in turn. */
export type Stretch = [seconds: number, level: number, flat?: 'flat'];

/** The stretches one after another, and a constant added to all of it. Whole numbers only until the last product, so that Python makes the same samples bit by bit. */
export function signal(stretches: readonly Stretch[], seed: number, offset = 0): Float32Array {
  const parts = stretches.flatMap((stretch) => new Array<Stretch>(Math.round(stretch[0] * MODEL_RATE)).fill(stretch));
  return Float32Array.from(
    parts,
    ([, level, flat], i) => offset + level * (flat ? 1 - 2 * (i % 2) : hash(i + seed) / 2 ** 31 - 1),
  );
}

/** The last steps of MurmurHash3: a whole number below 2^32 that looks like chance. */
function hash(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
