/** The model that is used when no other is named. */
export const DEFAULT_MODEL = 'undertone-en-open';

/** What runs the model unless `provider` says otherwise. */
export const PROVIDER = 'wasm';

/** Threads of the WASM provider. */
export const THREADS = 1;

/** Time between two windows of a stream, in milliseconds; a first estimate comes after one hop. */
export const HOP_MS = 2500;

/** Active speech that the recent estimate looks back on, in milliseconds. */
export const RECENT_MS = 30_000;
