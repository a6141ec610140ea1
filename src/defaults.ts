/** The model that is used when no other is named. */
export const DEFAULT_MODEL = 'undertone-en-open';

/** Rate that the models listen at, in Hz. */
export const MODEL_RATE = 16_000;

/** Samples that the models judge at a time. */
export const WINDOW_SAMPLES = 80_000;

/** Time between two windows of a stream, in milliseconds; a first estimate comes after one hop. */
export const HOP_MS = 2500;
export const HOP_MS_RANGE = [500, 5000] as const;

/** Active speech that the recent estimate looks back on, in milliseconds. */
export const RECENT_MS = 30_000;
export const RECENT_MS_RANGE = [5000, 600_000] as const;

/** Audio that the ring holds while inference is busy, in seconds; what comes on top is dropped and reported. */
export const RING_SECONDS = 8;

/** Below this much speech an estimate has no label: silence is not neutral. */
export const MIN_SPEECH_SECONDS = 0.5;

/** Hops without speech after which a running stream reports the state `no-speech`. */
export const NO_SPEECH_HOPS = 2;

/** How long a suspended AudioContext may take to resume before `context-blocked` is reported, in milliseconds. */
export const RESUME_TIMEOUT_MS = 2000;

/** How long a worker may take from its creation to its ready message, in milliseconds. */
export const WORKER_READY_TIMEOUT_MS = 15_000;

/** How long WebGPU may take to compile its shaders and warm up before WASM is used instead, in milliseconds. */
export const WEBGPU_START_TIMEOUT_MS = 20_000;
