/** Rate that the models listen at, in Hz. */
export const MODEL_RATE = 16_000;

/** Samples of one window: 5 s. */
export const WINDOW_SAMPLES = 80_000;
