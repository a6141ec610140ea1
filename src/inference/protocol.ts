import type { ReaderOptions } from '../ring/transport.js';
import type { Provider } from '../model/provider.js';
import type { WindowResult } from '../model/window-result.js';
import type { WireError } from './wire-errors.js';

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
  /** Time of one window after the first, in milliseconds. */
  windowMs: number;
}

export interface StreamOptions {
  /** Unique among the open streams of the page. */
  key: string;
  /** Rate of the samples that arrive, in Hz. */
  sampleRate: number;
  hopMs: number;
  /** Of a stream that was heard before: time of day of its second 0, in ms since 1970, and the second up to which it was. */
  goesOn?: { timeOrigin: number; from: number };
}

export type WorkerEvent =
  | { type: 'window'; result: WindowResult }
  | { type: 'overload'; reason: 'inference' | 'capture'; droppedMs: number; droppedWindows: number }
  | { type: 'error'; error: WireError };

/** What the page may ask of the worker, through comlink. */
export interface InferenceApi {
  /** Does nothing: whoever asks wants to know whether anybody is there. */
  answer(): void;
  start(options: SessionOptions): Promise<SessionInfo>;
  /** Begins a live stream; its events are calls to what comlink exposes at the other end of `listener`, until `close`. */
  open(options: StreamOptions, listener: MessagePort): void;
  /** Begins a recording, which is fed by `push` and `flush`; they return its events. */
  openRecording(options: StreamOptions): void;
  /**
   * Reads the stream from here on: what came by the reader before is analysed, then the window begins empty. Without a reader,
   * samples come by `feed`.
   */
  attach(key: string, reader: ReaderOptions | undefined, sampleRate: number): void;
  /**
   * Feeds a live stream; resolves once the windows that it completes have been analysed, or gave way to newer ones.
   * @param end frame just after the last sample, counted since 1970
   */
  feed(key: string, samples: Float32Array, end: number): Promise<void>;
  /** While paused, audio is read and discarded: time goes on, windows do not. What came before is analysed. */
  setPaused(key: string, paused: boolean): void;
  /**
   * Feeds a recording, at most one hop of it; resolves once the window that it completes has been analysed. `sampleRate` is
   * needed where it is not that of the call before.
   */
  push(key: string, samples: Float32Array, sampleRate?: number): Promise<WorkerEvent[]>;
  /**
   * Analyses what has come since the last window, and begins an empty one. Resolves once the page has taken the events of a live
   * stream, or with those of a recording.
   * @param last whether what still comes of the source is not to be heard: it was said after the end
   */
  flush(key: string, last: boolean): Promise<WorkerEvent[]>;
  /** Ends a stream and overwrites the audio it held. */
  close(key: string): void;
}
