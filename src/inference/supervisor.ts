import { UndertoneError } from '../errors.js';
import type { InferenceClient } from './client.js';

/** A second crash within this time of the first, in milliseconds, is no accident. */
const GIVE_UP_WITHIN_MS = 60_000;

/** What a supervisor tells. */
export interface SupervisorListener {
  /** The worker has crashed, and another is being started. */
  onLost(error: UndertoneError): void;
  /** Another worker is there. */
  onBack(): void;
  /** There is no worker any more. */
  onGone(error: UndertoneError): void;
}

/** Keeps a worker: one that crashes is followed by another, unless that has just happened. */
export class Supervisor {
  readonly #start: (signal: AbortSignal) => Promise<InferenceClient>;
  readonly #listener: SupervisorListener;
  readonly #closing = new AbortController();
  #client: InferenceClient;
  #ready: Promise<InferenceClient>;
  #lastCrash = Number.NEGATIVE_INFINITY;
  #recovering = false;
  #gone: UndertoneError | undefined;

  /** @param client that runs already @param start starts another; what it needs is in the browser's cache */
  constructor(client: InferenceClient, start: (signal: AbortSignal) => Promise<InferenceClient>, listener: SupervisorListener) {
    this.#client = client;
    this.#ready = Promise.resolve(client);
    this.#start = start;
    this.#listener = listener;
    this.#watch(client);
  }

  /** The worker of now; its calls reject while another is being started. */
  get client(): InferenceClient {
    return this.#client;
  }

  /** Whether the worker has crashed and another is being started. */
  get recovering(): boolean {
    return this.#recovering;
  }

  /** Why there is no worker any more. */
  get gone(): UndertoneError | undefined {
    return this.#gone;
  }

  /** The worker of now, or the next one where it has crashed. @throws (as a rejection) `worker-crashed` where there is none, `closed` */
  ready(): Promise<InferenceClient> {
    return this.#ready;
  }

  /** Frees the worker, and one that is being started. */
  terminate(): void {
    this.#closing.abort();
    this.#client.terminate();
  }

  #watch(client: InferenceClient): void {
    client.onEnd((error) => {
      if (error.code === 'closed') return;
      const now = performance.now();
      const again = now - this.#lastCrash < GIVE_UP_WITHIN_MS;
      this.#lastCrash = now;
      if (again) {
        const message = `${error.message} It was the second time within a minute: close this Undertone and create a new one.`;
        this.#await(Promise.reject(this.#giveUp(message, error.cause)));
      } else {
        const message = `${error.message} Another is being started: until it runs nothing is analysed, and what was learnt of the voice is lost. The estimates stay.`;
        this.#recovering = true;
        this.#await(this.#restart());
        this.#listener.onLost(new UndertoneError('worker-crashed', message, { cause: error.cause }));
      }
    });
  }

  async #restart(): Promise<InferenceClient> {
    const { signal } = this.#closing;
    try {
      const client = await this.#start(signal);
      // Closed at the last moment: who waits for it meets that.
      if (signal.aborted) client.terminate();
      else this.#goOnWith(client);
      return client;
    } catch (cause) {
      if (signal.aborted) throw new UndertoneError('closed', 'This Undertone was closed.');
      const message = 'The inference worker crashed, and no other could be started: close this Undertone and create a new one.';
      throw this.#giveUp(message, cause);
    }
  }

  #goOnWith(client: InferenceClient): void {
    this.#client = client;
    this.#recovering = false;
    this.#watch(client);
    this.#listener.onBack();
  }

  #giveUp(message: string, cause: unknown): UndertoneError {
    this.#recovering = false;
    const error = new UndertoneError('worker-crashed', message, { cause });
    this.#gone = error;
    this.#listener.onGone(error);
    return error;
  }

  #await(ready: Promise<InferenceClient>): void {
    this.#ready = ready;
    // There may be nobody who waits for it.
    ready.catch(() => {});
  }
}
