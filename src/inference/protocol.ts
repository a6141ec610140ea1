import type { ReaderOptions } from '../ring/frame-reader.js';
import type { WireError } from './transfer-errors.js';

export type Provider = 'wasm' | 'webgpu';

/** Everything the worker needs to run the model; the byte buffers are transferred. */
export interface SessionOptions {
  model: ArrayBuffer;
  /** The runtime's WebAssembly module, so that the worker fetches nothing itself. */
  runtime: ArrayBuffer;
  provider: Provider;
  threads: number;
  windowSamples: number;
  /** Numbers that the model carries from window to window. */
  stateSize: number;
}

export interface SessionInfo {
  provider: Provider;
  threads: number;
  /** Median time of one window after the warm-up, in milliseconds. */
  windowMs: number;
}

export interface StreamOptions {
  /** Unique among the open streams of the page. */
  key: string;
  /** Rate of the samples that arrive, in Hz. */
  sampleRate: number;
  hopMs: number;
}

/** One analysed window. Times are seconds of the stream, counted in samples that arrived. */
export interface WindowResult {
  start: number;
  end: number;
  /** Where the audio begins that no earlier result has counted. */
  freshStart: number;
  /** Negative, neutral, positive; sums to 1. `null` when the window is digital silence and no model ran. */
  sentiment: readonly [number, number, number] | null;
  /** Probability in [0, 1] that the window holds speech. */
  speech: number;
  /** Seconds of the window, and of its fresh part, that are louder than the pauses. */
  activeSeconds: number;
  freshActiveSeconds: number;
  inferenceMs: number;
  /** The provider that ran this window. */
  provider: Provider;
  /** Context frame of the window's end, modulo 2^32; `null` for audio that did not come from a context. */
  frame: number | null;
}

export type WorkerEvent =
  | { type: 'window'; result: WindowResult }
  | { type: 'overload'; reason: 'inference' | 'capture'; droppedMs: number; droppedWindows: number }
  | { type: 'error'; error: WireError };

/** What the page may ask of the worker, through comlink. */
export interface InferenceApi {
  start(options: SessionOptions): Promise<SessionInfo>;
  /** Begins a stream; `emit` gets its events until `close`. Without it, `push` and `flush` return them. */
  open(options: StreamOptions, emit?: (event: WorkerEvent) => void): void;
  /** Reads the stream from here on; a new reader takes the place of the one before and starts an empty window. */
  attach(key: string, reader: ReaderOptions, sampleRate: number): void;
  /** While paused, audio is read and discarded: time goes on, windows do not. */
  setPaused(key: string, paused: boolean): void;
  /** Feeds samples by hand, at most one hop of them; resolves once the window that they complete has been analysed. */
  push(key: string, samples: Float32Array): Promise<WorkerEvent[]>;
  /** Analyses what has arrived since the last window. */
  flush(key: string): Promise<WorkerEvent[]>;
  /** Ends a stream and overwrites the audio it held. */
  close(key: string): void;
}
