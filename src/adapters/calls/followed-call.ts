/** What an event emitter tells: for each name of an event, what its listeners get. */
export type EventsOf<Events> = { [Name in keyof Events]: readonly unknown[] };

/** A method that adds or removes a listener, with an overload for each event. */
export type Listening<Events extends EventsOf<Events>> = (
  { [Name in keyof Events]: (name: Name, listener: (...told: Events[Name]) => void) => unknown }[keyof Events] extends infer One
    ? One extends unknown
      ? (one: One) => void
      : never
    : never
) extends (all: infer All) => void
  ? All
  : never;

/** An event emitter of an SDK, by what is used of it: an emitter that has other events too is one of these. */
export interface Emits<Events extends EventsOf<Events>> {
  /** Adds a listener. */
  on: Listening<Events>;
  /** Removes it. */
  off: Listening<Events>;
}

/** A call as an adapter tells of it; see `CallHub.follow()`. Once it is detached, nothing that it is told counts. */
export interface FollowedCall {
  /** Fires when the adapter is detached: for listeners that `listen()` cannot add (see `guard()`), and other things to undo. */
  readonly signal: AbortSignal;
  /** As `CallHub.set()`. */
  set(who: string, track: MediaStreamTrack | null): void;
  /** As `CallHub.mute()`. */
  mute(who: string, muted: boolean): void;
  /** As `CallHub.leave()`. */
  leave(who: string): void;
  /** The call has ended: ends the streams of whom this adapter has set. It goes on listening, for a call that begins anew. */
  end(): void;
  /** Nothing more will come: removes the listeners. Whoever it has set, and has not ended, leaves. */
  close(): void;
  /** Listens until the adapter is detached. @returns removes these listeners */
  listen<Events extends EventsOf<Events>>(
    emitter: Emits<Events>,
    listeners: { [Name in keyof Events]?: (...told: Events[Name]) => void },
  ): () => void;
  /**
   * A listener that the SDK can call without harm, as those of `listen()` are: what `listener` throws goes where all errors go, and
   * once the adapter is detached it is not called.
   */
  guard<Told extends readonly unknown[]>(listener: (...told: Told) => void): (...told: Told) => void;
  /** Says that something went wrong with `who`. It goes where all errors go, typed; `cause` is `error`. */
  fail(who: string | undefined, error: unknown): void;
}
