import type { UndertoneError } from '../errors.js';
import type { ReaderOptions } from '../ring/transport.js';

/** One source on its way to the worker, and what is watched of it. */
export interface Connection {
  /** For the worker, a port in it is to be transferred; of a source that hands its samples to the page, none. */
  readonly reader: ReaderOptions | undefined;
  /** Hz. */
  readonly sampleRate: number;
  /** Whether samples flow. */
  readonly running: boolean;
  /** Whether the system or the other side has muted the track that is heard, or the app has disabled it. */
  readonly muted: boolean;
  /** Looks at what no event tells: the ends of tracks that a script stops, those it adds or removes, disabled ones. */
  look(): void;
  /** Asks that samples may flow. @throws `context-blocked` */
  resume(): Promise<void>;
  /** Lets go of the source, which goes on as it was, and of all that is watched; the worker may still read what was heard. */
  finish(): void;
  /** `finish()`, and overwrites what was heard. */
  close(): void;
}

/** What a connection tells its stream, until it is finished. */
export interface ConnectionListener {
  /** Whether audio flows, or the track that is heard, may have changed. */
  onChange(): void;
  /** The track that was heard has ended, and there is no other. */
  onTrackEnded(): void;
  /** No audio will come any more, and why. */
  onFailure(error: UndertoneError): void;
  /**
   * Samples of a source without a reader, which are gone from here then; resolves once what they complete has been analysed.
   * @param end frame just after the last of them, counted since 1970
   */
  onSamples(samples: Float32Array<ArrayBuffer>, end: number): Promise<void>;
}
