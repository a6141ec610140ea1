import { explainCsp, sourceOf } from '../assets/csp.js';
import { WHAT_TO_SERVE } from '../assets/fetch-asset.js';
import { whyNoScript } from '../assets/why-no-script.js';
import { UndertoneError } from '../errors.js';

/** How long an AudioContext that may not start by itself may take to resume before `context-blocked` is reported, in milliseconds. */
const RESUME_TIMEOUT_MS = 2000;

/** How often the clock is looked at; some browsers stop it without changing the context's state. */
const WATCH_MS = 1000;

type Listener = () => void;

/** An AudioContext that runs or does not: the worklet is loaded once, and its state is watched for all streams on it. */
export class ContextWatch {
  readonly context: AudioContext;
  readonly #workletUrls: readonly string[];
  readonly #listeners = new Set<Listener>();
  readonly #closing = new AbortController();
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
   * Asks the context to run, and resolves once it does, or `signal` fires: a device may be slow to start. Where the browser lets no
   * audio begin without a user gesture it may never answer, and is given a bounded time.
   * @throws `context-blocked`
   */
  async resume(signal?: AbortSignal): Promise<void> {
    if (this.context.state === 'running') return;
    const blocked = isAutoplayBlocked();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => void blocked.then((yes) => yes && reject(new Error('no answer to resume()'))), RESUME_TIMEOUT_MS);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await Promise.race([this.#untilClosed(this.context.resume()), late]);
    } catch (cause) {
      if (cause instanceof UndertoneError) throw cause;
      const message = `The AudioContext is ${this.context.state}: call undertone.resume() in a click or key handler.`;
      throw new UndertoneError('context-blocked', message, { cause });
    } finally {
      clearTimeout(timer);
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

  /** Looks now, and not when the next second is over. */
  look(): void {
    this.#lastLook = Number.NEGATIVE_INFINITY;
    this.#check();
  }

  /** Gives up what was asked of the context, which goes on as it was. */
  close(): void {
    this.#closing.abort();
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
  async #untilClosed(asked: Promise<void>): Promise<void> {
    const answered = new AbortController();
    const signal = AbortSignal.any([answered.signal, this.#closing.signal]);
    const closed = new Promise<never>((_, reject) => {
      const check = () => this.context.state === 'closed' && reject(closedContext());
      this.context.addEventListener('statechange', check, { signal });
      signal.addEventListener('abort', () => reject(new UndertoneError('closed', 'This Undertone was closed.')));
    });
    try {
      await Promise.race([asked, closed]);
    } finally {
      answered.abort();
    }
  }

  async #addModule(): Promise<void> {
    if (!this.context.audioWorklet) {
      throw new UndertoneError('unsupported', 'AudioWorklet is missing: it needs a secure context (https or localhost).');
    }
    const reasons: string[] = [];
    const causes: unknown[] = [];
    for (const url of this.#workletUrls) {
      try {
        return await explainCsp([url], () => this.context.audioWorklet.addModule(url));
      } catch (error) {
        if (error instanceof UndertoneError) throw error;
        const { reason, served } = await whyNoScript(url);
        if (served && (error as Error).name === 'AbortError') throw blockedByCsp(url, error);
        causes.push(error);
        reasons.push(`${url} (${reason})`);
      }
    }
    const message = `The AudioWorklet did not load. Tried ${reasons.join(', ')}. ${WHAT_TO_SERVE}`;
    throw new UndertoneError('asset-load', message, { cause: causes.at(-1), urls: this.#workletUrls });
  }
}

/**
 * Chromium rejects a worklet that a CSP blocks with the AbortError of one that is missing, and reports no violation: a
 * script that can be fetched and is not loaded was blocked.
 */
function blockedByCsp(url: string, cause: unknown): UndertoneError {
  const message = `The page's Content-Security-Policy blocks ${url}: allow ${sourceOf(url) ?? url} in script-src, which worklets obey.`;
  return new UndertoneError('csp-blocked', message, { cause, urls: [url] });
}

/** Whether the browser lets nothing sound before a user gesture: it refuses a media element at once then, before it looks for a source. */
async function isAutoplayBlocked(): Promise<boolean> {
  const probe = new Audio();
  const refused = probe.play().then(
    () => false,
    ({ name }: DOMException) => name === 'NotAllowedError',
  );
  // Where it is allowed it waits for a source for ever, until this.
  setTimeout(() => probe.pause());
  return refused;
}

function closedContext(): UndertoneError {
  return new UndertoneError('context-blocked', 'The AudioContext is closed; analyse with one that is open.');
}
