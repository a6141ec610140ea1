import { createUndertone, UndertoneError, type Undertone, type UndertoneOptions } from 'undertone';
import type { Engine, UndertoneLoading, UndertoneStatus } from './status.js';

/** How Undertone is loaded; the hooks report progress and end the loading by themselves. */
export type EngineOptions = Omit<UndertoneOptions, 'signal' | 'onProgress'>;

/** For this long nobody may use an engine before it is closed: the next page of an app is often a remount. */
const LINGER_MS = 2000;

/** An Undertone that is there while somebody uses it, and a moment longer. Loaded anew when somebody uses it again. */
export class PageEngine implements Engine {
  readonly #options: EngineOptions;
  readonly #listeners = new Set<() => void>();
  readonly #initial: UndertoneLoading;
  #status: UndertoneStatus;
  #loading: Promise<void> | undefined;
  /** A suspended component waits, which cannot subscribe before it is mounted. */
  #awaited = false;
  #leaving = new AbortController();
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#initial = { status: 'loading', progress: null, instance: null, error: null, retry: () => this.#retry() };
    this.#status = this.#initial;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    clearTimeout(this.#linger);
    void this.#load();
    return () => {
      this.#listeners.delete(listener);
      this.#lingerIfUnused();
    };
  };

  readonly getSnapshot = (): UndertoneStatus => this.#status;

  readonly getServerSnapshot = (): UndertoneStatus => this.#initial;

  readonly settled = (): Promise<void> => {
    this.#awaited = this.#status.status === 'loading';
    clearTimeout(this.#linger);
    return this.#load();
  };

  #load(): Promise<void> {
    this.#loading ??= this.#attempt(this.#leaving.signal);
    return this.#loading;
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    const { retry } = this.#initial;
    try {
      const instance = await createUndertone({
        ...this.#options,
        signal,
        // A file may still come after another has failed.
        onProgress: (progress) => {
          if (!signal.aborted && this.#status.status === 'loading') this.#tell({ ...this.#initial, progress });
        },
      });
      // The signal no longer ends what has just come.
      if (signal.aborted) return void instance.close();
      this.#tell({ status: 'ready', progress: this.#status.progress, instance, error: null, retry });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = UndertoneError.from(thrown, 'asset-load', 'Undertone could not be loaded.');
      this.#tell({ status: 'error', progress: this.#status.progress, instance: null, error, retry });
    }
    this.#awaited = false;
    this.#lingerIfUnused();
  }

  #tell(status: UndertoneStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }

  #lingerIfUnused(): void {
    clearTimeout(this.#linger);
    if (this.#listeners.size > 0 || this.#awaited) return;
    this.#linger = setTimeout(() => this.#reset(), LINGER_MS);
  }

  #retry(): void {
    if (this.#status.status === 'loading') return;
    this.#reset();
    if (this.#listeners.size > 0) void this.#load();
  }

  /** Listeners hear that the instance is gone before its streams end. */
  #reset(): void {
    const { instance } = this.#status;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    this.#loading = undefined;
    this.#tell(this.#initial);
    void instance?.close();
  }
}

/** For all whose options name no context of the app's. */
const NO_CONTEXT = {};
const engines = new WeakMap<object, Map<string, PageEngine>>();

/** The engine of these options: the same for equal ones, so that a page has one and options may be literals. */
export function pageEngine(options: EngineOptions = {}): Engine {
  // A server renders for many, and loads nothing.
  if (isServer()) return new PageEngine(options);
  const { model, assets, provider, threads, audioContext = NO_CONTEXT } = options;
  const ofContext = engines.get(audioContext) ?? new Map<string, PageEngine>();
  engines.set(audioContext, ofContext);
  const key = JSON.stringify([model, assets, provider, threads]);
  const engine = ofContext.get(key) ?? new PageEngine(options);
  ofContext.set(key, engine);
  return engine;
}

/** The app's own instance as an engine, which the hooks never close. Loading for as long as there is none. */
export function appEngine(instance: Undertone | null | undefined): Engine {
  const common = { progress: null, error: null, retry: () => {} };
  const status: UndertoneStatus = instance
    ? { ...common, status: 'ready', instance }
    : { ...common, status: 'loading', instance: null };
  return {
    subscribe: () => () => {},
    getSnapshot: () => status,
    getServerSnapshot: () => status,
    // Another engine takes the place of this one before anybody need wait no more.
    settled: () => new Promise(() => {}),
  };
}

export function isServer(): boolean {
  return typeof document === 'undefined';
}
