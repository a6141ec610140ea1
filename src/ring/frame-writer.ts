/** The writing half of the bridge from the audio thread to the worker. */
export interface FrameWriter {
  /**
   * Takes the first `count` samples of `samples`, in [-1, 1] at the context's rate. Never blocks and never throws;
   * samples without room are dropped and counted for the reader.
   * @param frame context frame just after the last of these samples
   */
  write(samples: Float32Array, count: number, frame: number): void;
  /** Overwrites the audio that it holds; nothing may be written after it. */
  clear(): void;
}

/** How the worklet reaches the worker; sent to the processor once, before the first sample. */
export type WriterOptions =
  | { transport: 'shared'; buffer: SharedArrayBuffer; signalEvery: number }
  | { transport: 'port'; port: MessagePort; chunkFrames: number; chunks: number };

/** A chunk on its way to the worker; its buffer comes back empty to be filled again. */
export interface ChunkMessage {
  samples: Float32Array<ArrayBuffer>;
  /** Context frame just after the last sample. */
  frame: number;
  /** Samples dropped since the writer was made. */
  dropped: number;
}
