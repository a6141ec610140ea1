/** The reading half of the bridge from the audio thread: the same for shared memory and for messages. */
export interface FrameReader {
  /** Samples that can be read now. */
  readonly available: number;
  /** Moves up to `out.length` of the oldest samples into `out`; returns how many. */
  read(out: Float32Array): number;
  /** Frame just after the newest sample read, as the writer counts them, modulo 2^32. */
  readonly frame: number;
  /** Samples that were lost for want of room since the last call. */
  takeDropped(): number;
  /** Calls `listener` each time that more samples may be there, until `close()`. */
  onReadable(listener: () => void): void;
  /** Stops listening and overwrites the audio that is still held. */
  close(): void;
}
