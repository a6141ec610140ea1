/**
 * What this SDK and a model agree on, as a manifest states it. 1: in, `pcm` float32 `[batch, 80000]` of 16 kHz mono, zeros after
 * audio that ends early, and `state` `[batch, stateSize]`; out, `sentiment` `[batch, 3]` in the order of `LABELS`, `speech`
 * `[batch]` and `next_state`.
 */
export const CONTRACT = 1;

/** Rate that the models listen at, in Hz. */
export const MODEL_RATE = 16_000;

/** Samples of one window: 5 s. */
export const WINDOW_SAMPLES = 80_000;
