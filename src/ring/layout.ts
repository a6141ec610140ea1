/**
 * Memory of the shared ring: one SharedArrayBuffer that the audio thread writes and the worker reads.
 *
 * Header: `HEADER_INTS` 32-bit integers, each touched by Atomics only. Then `capacity` float32 samples.
 * One slot stays empty, so that `read === write` means empty and never full.
 */
export const HEADER_INTS = 8;
export const HEADER_BYTES = HEADER_INTS * Int32Array.BYTES_PER_ELEMENT;

/** Index of the next sample to write; owned by the audio thread. */
export const WRITE = 0;
/** Index of the next sample to read; owned by the worker. */
export const READ = 1;
/** Samples that found no room since the ring was made, modulo 2^32. */
export const DROPPED = 2;
/** Low 32 bits of the frame just after the newest sample written. */
export const FRAME = 3;
/** Counts up at each wake-up of the reader: what `Atomics.waitAsync` waits on. */
export const SIGNAL = 4;

/** Memory for a ring that holds `frames` samples. */
export function allocateRing(frames: number): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + (frames + 1) * Float32Array.BYTES_PER_ELEMENT);
}

/** Overwrites the audio that a ring holds. */
export function eraseRing(buffer: SharedArrayBuffer): void {
  new Float32Array(buffer, HEADER_BYTES).fill(0);
}
