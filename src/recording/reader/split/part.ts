/** A stretch of a file that is a file of its own, of one rate and one number of channels. */
export interface Part {
  readonly blob: Blob;
  /** What its frames say, where they had to be counted. */
  readonly counted?: Counted;
}

/** Lengths in samples at `sampleRate`. */
export interface Counted {
  readonly sampleRate: number;
  /** At the beginning, which the encoder put there and nobody recorded. */
  readonly skip: number;
  /** After that, in all. */
  readonly length: number;
}
