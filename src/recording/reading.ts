/** What passes between the page and the reader of recordings, which is a script of its own: types, and no code. */

export interface ReaderOptions {
  readonly hopMs: number;
  readonly channels: 'mix' | 'separate';
  /** Whether WebCodecs may be asked to decode; where it may not, compressed files are decoded at once. */
  readonly webCodecs: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProblem: Tell;
}

/** What is to be told about a recording that is analysed all the same. */
export interface Problem {
  readonly code: 'truncated' | 'other-tracks' | 'separate-speakers';
  readonly message: string;
}

export type Tell = (problem: Problem) => void;

/** What each stream is to hear next, at most one hop of it. */
export interface Hop {
  readonly sampleRate: number;
  /** One for each stream, all of one length, and nobody else's. */
  readonly signals: readonly Float32Array<ArrayBuffer>[];
}

export interface Reading {
  /** Seconds; `null` where the recording does not say. */
  readonly duration: number | null;
  /** All of it in its order; nothing is decoded before it is asked for. */
  readonly hops: AsyncGenerator<Hop, void, void>;
}
