import type { Emits, EventsOf, FollowedCall } from './followed-call.js';

/** What becomes of what an adapter tells: of those whom another has set since, nothing but a new track. */
export interface Teller {
  set(who: string, track: MediaStreamTrack | null): unknown;
  mute(who: string, muted: boolean): unknown;
  leave(who: string): unknown;
  /** Those whom this adapter was the last to set. */
  mine(): string[];
  end(who: string): Promise<void>;
  fail(error: unknown, who: string | undefined): void;
  /** The adapter listens no longer. */
  onClosed(): unknown;
}

type Listener = (...told: unknown[]) => void;

/** One adapter that follows a call, from its beginning until it is detached or has closed by itself. */
export class Follower implements FollowedCall {
  readonly #closing = new AbortController();
  readonly #teller: Teller;
  /** What was said last of each: to say it again is no news, and undoes nothing that came between, such as the end of the call. */
  readonly #said = new Map<string, MediaStreamTrack | null>();
  #look = () => {};
  #detached: Promise<void> | undefined;

  constructor(teller: Teller) {
    this.#teller = teller;
  }

  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** @throws what the adapter throws, which then listens to nothing */
  start(adapter: (call: FollowedCall) => () => void): void {
    try {
      this.#look = adapter(this);
    } catch (error) {
      this.close();
      throw error;
    }
    this.look();
  }

  look(): void {
    this.guard(this.#look)();
  }

  set(who: string, track: MediaStreamTrack | null): void {
    if (this.signal.aborted || this.#said.get(who) === track) return;
    this.#said.set(who, track);
    this.#teller.set(who, track);
  }

  mute(who: string, muted: boolean): void {
    if (!this.signal.aborted) this.#teller.mute(who, muted);
  }

  leave(who: string): void {
    if (this.signal.aborted) return;
    this.#said.delete(who);
    this.#teller.leave(who);
  }

  end(): void {
    if (!this.signal.aborted) void this.#endMine();
  }

  fail(who: string | undefined, error: unknown): void {
    if (!this.signal.aborted) this.#teller.fail(error, who);
  }

  close(): void {
    if (this.signal.aborted) return;
    this.#teller.mine().forEach((who) => this.#teller.leave(who));
    this.#closing.abort();
    this.#teller.onClosed();
  }

  listen<Events extends EventsOf<Events>>(
    emitter: Emits<Events>,
    listeners: { [Name in keyof Events]?: (...told: Events[Name]) => void },
  ): () => void {
    const { signal } = this;
    // No name is one of a type parameter's, so that the overloads cannot be called here.
    const target = emitter as unknown as Record<'on' | 'off', (name: string, listener: Listener) => void>;
    const added: [name: string, guarded: Listener][] = [];
    const stop = () => {
      signal.removeEventListener('abort', stop);
      for (const [name, guarded] of added.splice(0)) target.off(name, guarded);
    };
    // What an adapter tells may have the app detach it, before it comes to listen.
    if (signal.aborted) return stop;
    signal.addEventListener('abort', stop);
    for (const [name, listener] of Object.entries(listeners as unknown as Record<string, Listener>)) {
      const guarded = this.guard(listener);
      target.on(name, guarded);
      added.push([name, guarded]);
    }
    return stop;
  }

  guard<Told extends readonly unknown[]>(listener: (...told: Told) => void): (...told: Told) => void {
    return (...told) => {
      if (this.signal.aborted) return;
      try {
        listener(...told);
      } catch (error) {
        this.#teller.fail(error, undefined);
      }
    };
  }

  detach(): Promise<void> {
    this.#detached ??= (async () => {
      const ended = this.#endMine();
      this.close();
      await ended;
    })();
    return this.#detached;
  }

  async #endMine(): Promise<void> {
    await Promise.all(this.#teller.mine().map((who) => this.#teller.end(who)));
  }
}
