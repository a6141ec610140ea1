import { explainCsp } from '../assets/csp.js';
import { UndertoneError } from '../errors.js';

/** How long a suspended AudioContext may take to resume before `context-blocked` is reported, in milliseconds. */
const RESUME_TIMEOUT_MS = 2000;

/** How often the clock is looked at; some browsers stop it without changing the context's state. */
const WATCH_MS = 1000;

type Listener = () => void;

/** An AudioContext that runs or does not: the worklet is loaded once, and its state is watched for all streams on it. */
export class ContextWatch {
  readonly context: AudioContext;
  readonly #workletUrls: readonly string[];
  readonly #listeners = new Set<Listener>();
  #loaded: Promise<void> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastTime = -1;
  #lastLook = Number.NEGATIVE_INFINITY;
  #frozen = false;

  constructor(context: AudioContext, workletUrls: readonly string[]) {
    this.context = context;
    this.#workletUrls = workletUrls;
  }

  /** Whether samples are flowing. */
  get running(): boolean {
    return this.context.state === 'running' && !this.#frozen;
  }

  /** Adds the worklet's module to the context. @throws `asset-load`, `csp-blocked`, `context-blocked`, `unsupported` */
  load(): Promise<void> {
    if (this.context.state === 'closed') return Promise.reject(closedContext());
    this.#loaded ??= this.#untilClosed(this.#addModule()).catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /**
   * Asks the context to run, and waits a bounded time: without a user gesture the browser may never answer.
   * @throws `context-blocked`
   */
  async resume(): Promise<void> {
    if (this.context.state === 'running') return;
    const late = new Promise<never>((_, reject) => setTimeout(reject, RESUME_TIMEOUT_MS, new Error('no answer to resume()')));
    try {
      await Promise.race([this.context.resume(), late]);
    } catch (cause) {
      const message = `The AudioContext is ${this.context.state}: call undertone.resume() in a click or key handler.`;
      throw new UndertoneError('context-blocked', message, { cause });
    }
  }

  /** Calls `listener` when samples begin or cease to flow, and once a second. Returns an unsubscribe function. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.context.addEventListener('statechange', this.#check);
      this.#timer = setInterval(this.#check, WATCH_MS);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.context.removeEventListener('statechange', this.#check);
      clearInterval(this.#timer);
    };
  }

  readonly #check = (event?: Event): void => {
    const { currentTime, state } = this.context;
    if (event === undefined) {
      const now = performance.now();
      // A busy page looks late, and then again at once: too soon for the clock to have moved.
      if (now - this.#lastLook < WATCH_MS / 2) return;
      this.#lastLook = now;
      this.#frozen = state === 'running' && currentTime === this.#lastTime;
      this.#lastTime = currentTime;
    } else {
      this.#frozen = false;
      this.#lastTime = -1;
    }
    for (const listener of this.#listeners) listener();
  };

  /** What was asked of a context that is closed meanwhile may never be answered. */
  async #untilClosed(loading: Promise<void>): Promise<void> {
    const listening = new AbortController();
    const closed = new Promise<never>((_, reject) => {
      const check = () => this.context.state === 'closed' && reject(closedContext());
      this.context.addEventListener('statechange', check, { signal: listening.signal });
    });
    try {
      await Promise.race([loading, closed]);
    } finally {
      listening.abort();
    }
  }

  async #addModule(): Promise<void> {
    if (!this.context.audioWorklet) {
      throw new UndertoneError('unsupported', 'AudioWorklet is missing: it needs a secure context (https or localhost).');
    }
    const causes: unknown[] = [];
    for (const url of this.#workletUrls) {
      try {
        return await explainCsp([url], () => this.context.audioWorklet.addModule(url));
      } catch (error) {
        if (error instanceof UndertoneError) throw error;
        if ((error as Error).name === 'AbortError' && (await isServedScript(url))) throw blockedByCsp(url, error);
        causes.push(error);
      }
    }
    const message = `The AudioWorklet did not load from ${this.#workletUrls.join(', ')}. Serve the package's files, or set the option "assets".`;
    throw new UndertoneError('asset-load', message, { cause: causes.at(-1), urls: this.#workletUrls });
  }
}

/**
 * Chromium rejects a worklet that a CSP blocks with the AbortError of one that is missing, and reports no violation: a
 * script that can be fetched and is not loaded was blocked.
 */
async function isServedScript(url: string): Promise<boolean> {
  const response = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
  return response?.ok === true && /javascript/.test(response.headers.get('content-type') ?? '');
}

function blockedByCsp(url: string, cause: unknown): UndertoneError {
  const message = `The page's Content-Security-Policy blocks ${url}: allow it in script-src, which worklets obey.`;
  return new UndertoneError('csp-blocked', message, { cause, urls: [url] });
}

function closedContext(): UndertoneError {
  return new UndertoneError('context-blocked', 'The AudioContext is closed; analyse with one that is open.');
}
