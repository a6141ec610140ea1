/** A stretch of decoded audio. */
export interface Block {
  readonly sampleRate: number;
  /** Planar samples, all of one length. Only the reader of the block holds them. */
  readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** A recording that is being decoded. */
export interface DecodedAudio {
  /** Seconds; `null` where the file does not say. */
  readonly duration: number | null;
  /** All of the audio in its order, decoded as it is asked for. Rate and channels may change on the way. */
  readonly blocks: AsyncGenerator<Block, void, void>;
}
