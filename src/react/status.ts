import type { LoadProgress, Undertone, UndertoneError } from 'undertone';

/** What is known in each of the three. */
export interface UndertoneLoad {
  /** How far loading has come; `null` before its first file. */
  readonly progress: LoadProgress | null;
  /** Loads anew after a failure. Also once a stream has ended with `worker-crashed`: streams then begin anew. Does nothing while it loads. */
  readonly retry: () => void;
}

/** Model and worker are being loaded; so it is on a server, too. */
export interface UndertoneLoading extends UndertoneLoad {
  /** Not there yet. */
  readonly status: 'loading';
  /** None yet. */
  readonly instance: null;
  /** None. */
  readonly error: null;
}

/** Model and worker are there. */
export interface UndertoneReady extends UndertoneLoad {
  /** It is there. */
  readonly status: 'ready';
  /** What the hooks listen with. It is the hooks' to close, unless the app gave it to the provider. */
  readonly instance: Undertone;
  /** None. */
  readonly error: null;
}

/** Loading has failed. */
export interface UndertoneFailed extends UndertoneLoad {
  /** It could not be loaded: see `retry`. */
  readonly status: 'error';
  /** None. */
  readonly instance: null;
  /** As `createUndertone()` rejects. */
  readonly error: UndertoneError;
}

/** How the page's Undertone is: `status` tells the three apart. The same object until something changes. */
export type UndertoneStatus = UndertoneLoading | UndertoneReady | UndertoneFailed;

/** What the hooks listen with: one of the page, or the app's own. */
export interface Engine {
  /** Loads it, and holds it until the function that this returns is called; `listener` hears of each change. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => UndertoneStatus;
  /** What a server renders, and the page that takes that over. */
  readonly getServerSnapshot: () => UndertoneStatus;
  /** Loads it for a component that waits to be mounted; resolves, never rejects, once it is there or has failed. */
  readonly settled: () => Promise<void>;
}
