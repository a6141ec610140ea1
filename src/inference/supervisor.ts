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
  #lastCrash = Number.NEGATIVE_INFINITY;
  #recovering = false;

  /** @param client that runs already @param start starts another; what it needs is in the browser's cache */
  constructor(client: InferenceClient, start: (signal: AbortSignal) => Promise<InferenceClient>, listener: SupervisorListener) {
    this.#client = client;
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

  /** Replaces a worker that is not there any more. */
  check(): void {
    if (!this.#recovering) void this.#client.check();
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
        this.#listener.onGone(new UndertoneError('worker-crashed', message, { cause: error.cause }));
      } else {
        const message = `${error.message} Another is being started: until it runs nothing is analysed, and what was learnt of the voice is lost. The estimates stay.`;
        this.#recovering = true;
        this.#listener.onLost(new UndertoneError('worker-crashed', message, { cause: error.cause }));
        void this.#restart();
      }
    });
  }

  async #restart(): Promise<void> {
    const { signal } = this.#closing;
    try {
      const client = await this.#start(signal);
      if (signal.aborted) return client.terminate();
      this.#client = client;
      this.#recovering = false;
      this.#watch(client);
      this.#listener.onBack();
    } catch (cause) {
      if (signal.aborted) return;
      this.#recovering = false;
      const message = 'The inference worker crashed, and no other could be started: close this Undertone and create a new one.';
      this.#listener.onGone(new UndertoneError('worker-crashed', message, { cause }));
    }
  }
}
