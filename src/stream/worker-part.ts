import * as Comlink from 'comlink';
import type { UndertoneError } from '../errors.js';
import type { StreamSummary } from '../events.js';
import type { InferenceClient } from '../inference/client.js';
import type { StreamOptions, WorkerEvent } from '../inference/protocol.js';
import type { Connection } from './connection.js';

/** A stream's part in the worker, whichever worker that is: one that crashed may be followed by another. */
export class WorkerPart {
  readonly #client: () => InferenceClient;
  readonly #options: StreamOptions;
  readonly #onEvent: (event: WorkerEvent) => void;
  #opened: Promise<unknown>;
  /** Number of the worker in which it has its place. */
  #place = 0;
  #reopened: PromiseWithResolvers<void> | undefined;

  /** @param client the worker of now @param lost whether it has crashed: `reopen()` follows */
  constructor(client: () => InferenceClient, options: StreamOptions, onEvent: (event: WorkerEvent) => void, lost: boolean) {
    this.#client = client;
    this.#options = options;
    this.#onEvent = onEvent;
    if (lost) this.#reopened = Promise.withResolvers();
    this.#opened = this.#reopened?.promise ?? this.#open(options);
  }

  /** Resolves once the worker of now has a place for the stream; waits for the next one where it has crashed. */
  async ready(): Promise<void> {
    for (let last: unknown; last !== this.#opened; ) {
      last = this.#opened;
      try {
        await last;
      } catch (error) {
        // It died meanwhile, and another is awaited.
        if (last === this.#opened) throw error;
      }
    }
  }

  /** Has the audio of `connection` read from here on. */
  attach({ reader, sampleRate }: Connection): Promise<void> {
    const handed = reader?.transport === 'port' ? Comlink.transfer(reader, [reader.port]) : reader;
    return this.#client().call((api) => api.attach(this.#options.key, handed, sampleRate));
  }

  /** Hands samples of what is attached on; resolves once what they complete has been analysed, or cannot be any more. */
  async feed(samples: Float32Array<ArrayBuffer>, end: number): Promise<void> {
    await this.#client()
      .call((api) => api.feed(this.#options.key, Comlink.transfer(samples, [samples.buffer]), end))
      .catch(() => {});
  }

  async setPaused(paused: boolean): Promise<void> {
    // At once where there is a worker: it gets the samples that follow in their order.
    if (this.#reopened) await this.ready();
    await this.#client().call((api) => api.setPaused(this.#options.key, paused));
  }

  /** Has what came since the last hop analysed, as the `last` of its source; resolves once its events have been taken, or cannot come any more. */
  async flush(last = false): Promise<void> {
    await this.#client()
      .call((api) => api.flush(this.#options.key, last))
      .catch(() => {});
  }

  /** Resolves once the worker has overwritten what it held. */
  async close(): Promise<void> {
    this.#reopened?.resolve();
    await this.#client().close(this.#options.key);
  }

  /** Finds out where it hangs: windows that do not come are nothing that was asked for. */
  check(): void {
    this.#client().check();
  }

  /** The worker has crashed; `reopen()` follows. */
  lose(): void {
    this.#reopened = Promise.withResolvers();
    this.#opened = this.#reopened.promise;
    // Whoever waits for it meets its failure.
    this.#opened.catch(() => {});
  }

  /** The worker that is waited for does not come, for `reason`. */
  giveUp(reason: UndertoneError): void {
    this.#reopened?.reject(reason);
  }

  /** Takes its place in the next worker; the time of a stream that was heard goes on. */
  reopen({ timeOrigin, duration }: StreamSummary): void {
    const goesOn = timeOrigin === null ? undefined : { timeOrigin, from: duration };
    this.#opened = this.#open({ ...this.#options, ...(goesOn && { goesOn }) });
    // Whoever waits looks at `#opened` again.
    this.#reopened?.resolve();
    this.#reopened = undefined;
  }

  #open(options: StreamOptions): Promise<void> {
    const place = ++this.#place;
    // What a worker that crashed has sent may come late: the time of the next one goes on from what had come by then.
    const onEvent = (event: WorkerEvent) => place === this.#place && this.#onEvent(event);
    const opened = this.#client().open(options, onEvent);
    // Whoever waits for it meets its failure.
    opened.catch(() => {});
    return opened;
  }
}
