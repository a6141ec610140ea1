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
