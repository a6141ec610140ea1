import * as Comlink from 'comlink';
import { explainCsp } from '../assets/csp.js';
import { WHAT_TO_SERVE } from '../assets/fetch-asset.js';
import { withTrustedUrl } from '../assets/trusted-types.js';
import { whyNoScript } from '../assets/why-no-script.js';
import { throwIfAborted, UndertoneError } from '../errors.js';
import { admitCalls } from './admit.js';
import { areWorkerEvents, isWorkerEvent } from './check-events.js';
import { Heartbeat } from './heartbeat.js';
import { NO_WEBASSEMBLY, READY } from './ready.js';
import type { InferenceApi, SessionInfo, SessionOptions, StreamOptions, WorkerEvent } from './protocol.js';
import { installErrorTransfer } from './wire-errors.js';

/** How long a worker may take from its creation to its ready message, in milliseconds. */
const WORKER_READY_TIMEOUT_MS = 15_000;

/** Of workers, browsers say nothing but that they did not start. */
const NEEDS_COEP = 'on an isolated page it needs the header Cross-Origin-Embedder-Policy, as the page does';

/** Whoever says such things cannot be relied on any more. */
const SENSELESS = 'what it said makes no sense';

/** The page's end of the inference worker. */
export class InferenceClient {
  /** Where the worker's script came from. */
  readonly url: string;
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<InferenceApi>;
  /** What rejects each call that the worker has not answered. */
  readonly #pending = new Set<(error: UndertoneError) => void>();
  readonly #heartbeat = new Heartbeat(
    () => this.#ask((api) => api.answer()),
    () => this.#fail('no answer', undefined),
  );
  readonly #onEnd: ((error: UndertoneError) => void)[] = [];
  /** What the streams' events come by, until the worker has closed them: it may die before it has read that they are there. */
  readonly #eventPorts = new Map<string, MessagePort>();
  #end: UndertoneError | undefined;

  private constructor(url: string, worker: Worker) {
    installErrorTransfer();
    this.url = url;
    this.#worker = worker;
    this.#api = Comlink.wrap<InferenceApi>(worker);
    worker.addEventListener('error', (event) => {
      // Told to every stream as a typed error: the browser need not report it too.
      event.preventDefault();
      this.#fail(event.message, event.error);
    });
    worker.addEventListener('messageerror', () => this.#fail('a message could not be read', undefined));
  }

  /**
   * A worker from the first of `urls` that starts.
   * @throws `asset-load`, `csp-blocked`, `aborted`
   */
  static async spawn(urls: readonly string[], signal?: AbortSignal): Promise<InferenceClient> {
    const reasons: string[] = [];
    const causes: unknown[] = [];
    for (const url of urls) {
      throwIfAborted(signal);
      try {
        return new InferenceClient(url, await explainCsp([url, 'blob'], () => startWorker(url, signal)));
      } catch (error) {
        throwIfAborted(signal);
        if (error instanceof UndertoneError) throw error;
        const { reason, served } = await whyNoScript(url);
        throwIfAborted(signal);
        if (served && isElsewhere(url)) throw blockedInWorker(url, error);
        causes.push(error);
        reasons.push(`${url} (${served && crossOriginIsolated ? `${reason}: ${NEEDS_COEP}` : reason})`);
      }
    }
    const message = `The inference worker did not start. Tried ${reasons.join(', ')}. ${WHAT_TO_SERVE}`;
    throw new UndertoneError('asset-load', message, { cause: causes.length > 1 ? new AggregateError(causes) : causes[0], urls });
  }

  async start(options: SessionOptions): Promise<SessionInfo> {
    // Compiling the runtime keeps the worker from answering anything else.
    const info = await this.#ask((api) => api.start(Comlink.transfer(options, [options.model, options.runtime])));
    return isInfo(info) ? info : this.#distrust(info);
  }

  /** Begins a live stream. @param listener gets its events */
  open(options: StreamOptions, listener: (event: WorkerEvent) => void): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    admitCalls(port1, 0);
    Comlink.expose((event: unknown) => {
      if (this.#end) return;
      if (isWorkerEvent(event)) listener(event);
      else this.#fail(SENSELESS, event);
    }, port1);
    this.#eventPorts.set(options.key, port1);
    return this.call((api) => api.open(options, Comlink.transfer(port2, [port2])));
  }

  /** Ends a stream; resolves once the worker has overwritten what it held, or is gone. */
  async close(key: string): Promise<void> {
    await this.call((api) => api.close(key)).catch(() => {});
    this.#eventPorts.get(key)?.close();
    this.#eventPorts.delete(key);
  }

  /** As `call()`, of what gives events. */
  async callForEvents(use: (api: Comlink.Remote<InferenceApi>) => Promise<WorkerEvent[]>): Promise<WorkerEvent[]> {
    const events = await this.call(use);
    return areWorkerEvents(events) ? events : this.#distrust(events);
  }

  /** Calls the worker; rejects with `worker-crashed` when it dies or hangs instead of answering, or answers what makes no sense. */
  call<T>(use: (api: Comlink.Remote<InferenceApi>) => Promise<T>): Promise<T> {
    const answer = this.#ask(use);
    this.check();
    return answer;
  }

  /** Counts a worker that does not answer as crashed, some 20 s later; for who waits for what it has not asked for. */
  check(): void {
    if (!this.#end) this.#heartbeat.begin(() => this.#pending.size > 0);
  }

  /** Calls `listener` once when the worker has died or been terminated. */
  onEnd(listener: (error: UndertoneError) => void): void {
    this.#onEnd.push(listener);
  }

  /** Frees the worker with all its memory; calls under way reject with `reason`. */
  terminate(reason = new UndertoneError('closed', 'This Undertone was closed.')): void {
    this.#worker.terminate();
    if (this.#end) return;
    this.#end = reason;
    this.#heartbeat.end();
    // Comlink's registry keeps the worker until its proxy is collected; the worker's listeners lead back to the proxy.
    this.#api[Comlink.releaseProxy]();
    // The browser keeps a port whose other end was lost on its way, and all that its listener leads to.
    for (const port of this.#eventPorts.values()) port.close();
    this.#eventPorts.clear();
    for (const reject of this.#pending) reject(reason);
    this.#pending.clear();
    for (const listener of this.#onEnd.splice(0)) listener(reason);
  }

  #ask<T>(use: (api: Comlink.Remote<InferenceApi>) => Promise<T>): Promise<T> {
    if (this.#end) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      // Not a race against one promise of the worker's end: that would keep what waits for it for the life of the worker.
      this.#pending.add(reject);
      use(this.#api)
        .then(resolve, (error: unknown) => {
          // What it throws is typed.
          if (error instanceof UndertoneError) reject(error);
          else this.#fail(SENSELESS, error);
        })
        .finally(() => {
          this.#pending.delete(reject);
          this.#heartbeat.heard();
        });
    });
  }

  #distrust(answer: unknown): never {
    this.#fail(SENSELESS, answer);
    throw this.#end!;
  }

  #fail(message: string, cause: unknown): void {
    const text = `The inference worker crashed: ${message || 'no message'}.`;
    this.terminate(new UndertoneError('worker-crashed', text, { cause }));
  }
}

function isInfo(info: unknown): info is SessionInfo {
  const { provider, threads, windowMs } = Object(info) as Partial<SessionInfo>;
  return (provider === 'wasm' || provider === 'webgpu') && Number.isInteger(threads) && Number.isFinite(windowMs);
}

/** Resolves with a worker that has loaded its script and listens. */
async function startWorker(url: string, signal: AbortSignal | undefined): Promise<Worker> {
  const worker = createWorker(url);
  const listeners = new AbortController();
  const options = { signal: listeners.signal };
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer from ${url}`)), WORKER_READY_TIMEOUT_MS);
      listeners.signal.addEventListener('abort', () => clearTimeout(timer));
      signal?.addEventListener('abort', () => reject(UndertoneError.aborted(signal)), options);
      worker.addEventListener(
        'message',
        ({ data }) => {
          if (data === READY) resolve();
          if (data === NO_WEBASSEMBLY) reject(forbidsWebAssembly(url));
        },
        options,
      );
      worker.addEventListener('error', (event) => reject(new Error(event.message || `${url} is no worker script`)), options);
    });
    return worker;
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    listeners.abort();
  }
}

function createWorker(url: string): Worker {
  const options: WorkerOptions = { type: 'module', name: 'undertone' };
  const create = (script: string) => withTrustedUrl(script, (trusted) => new Worker(trusted, options));
  if (!isElsewhere(url)) return create(url);
  // Workers must be of the page's origin (whatwg/html#3109); a module that imports the other origin's file may be.
  const bootstrap = URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' }));
  try {
    return create(bootstrap);
  } finally {
    // The worker has not fetched it yet: give it the time of its start.
    setTimeout(() => URL.revokeObjectURL(bootstrap), WORKER_READY_TIMEOUT_MS);
  }
}

const isElsewhere = (url: string) => new URL(url).origin !== location.origin;

/** A worker obeys the policy that came with its own file, or the page's where it began as a blob. */
function forbidsWebAssembly(url: string): UndertoneError {
  const message = `WebAssembly may not be compiled: the Content-Security-Policy of the page and of ${url} needs 'wasm-unsafe-eval' in script-src.`;
  return new UndertoneError('csp-blocked', message, { urls: [url] });
}

/** A worker obeys the page's policy and reports what that blocks to nobody: a script that can be fetched and does not start was blocked. */
function blockedInWorker(url: string, cause: unknown): UndertoneError {
  const message = `The worker does not start from ${url}, which is there: allow blob: ${new URL(url).origin} in worker-src of the page's Content-Security-Policy.`;
  return new UndertoneError('csp-blocked', message, { cause, urls: [url] });
}
