/** How audio gets from the audio thread to the worker: through shared memory, or in transferred chunks. */
export type Transport = 'shared' | 'port';

/** What the page hands the worker so that it can read a stream. */
export type ReaderOptions = { transport: 'shared'; buffer: SharedArrayBuffer } | { transport: 'port'; port: MessagePort };

/** How the worklet reaches the worker; sent to the processor once, before the first sample. */
export type WriterOptions =
  | { transport: 'shared'; buffer: SharedArrayBuffer; signalEvery: number }
  | { transport: 'port'; port: MessagePort; chunkFrames: number; chunks: number };

/** A chunk on its way to the worker; its buffer comes back empty to be filled again. */
export interface ChunkMessage {
  samples: Float32Array<ArrayBuffer>;
  /** Frame just after the last sample. */
  frame: number;
  /** Samples dropped since the writer was made. */
  dropped: number;
}
