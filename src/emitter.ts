type Listener<T> = (event: T) => void;

/** Calls `listener`; what it throws is reported to the page as uncaught, and the caller goes on. */
export function notify<T>(listener: Listener<T>, event: T): void {
  try {
    listener(event);
  } catch (error) {
    reportError(error);
  }
}

/** A typed event emitter whose listeners cannot harm each other or the emitter. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Calls `listener` at each event of this name. Returns an unsubscribe function. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /**
   * Calls all listeners of `name`; what one of them throws is reported to the page as uncaught, and the rest go on.
   * @returns whether there was one
   */
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): boolean {
    const listeners = [...(this.#listeners.get(name) ?? [])] as Listener<Events[Name]>[];
    for (const listener of listeners) notify(listener, event);
    return listeners.length > 0;
  }

  /** Forgets the listeners of these events. */
  forget(...names: readonly (keyof Events)[]): void {
    for (const name of names) this.#listeners.delete(name);
  }
}
