/** The writing half of the bridge from the audio thread to the worker. */
export interface FrameWriter {
  /**
   * Takes the first `count` samples of `samples`, in [-1, 1] at the context's rate. Never blocks and never throws;
   * samples without room are dropped and counted for the reader.
   * @param frame just after the last of these samples, modulo 2^32
   */
  write(samples: Float32Array, count: number, frame: number): void;
  /** Hands on what it still holds; nothing may be written after it. */
  finish(): void;
  /** Overwrites the audio that it holds; nothing may be written after it. */
  clear(): void;
}
