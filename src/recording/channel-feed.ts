import * as Comlink from 'comlink';
import type { InferenceClient } from '../inference/client.js';
import type { WorkerEvent } from '../inference/protocol.js';

/** The worker's stream of one channel of a recording, or of the mix of all. */
export class ChannelFeed {
  readonly #client: InferenceClient;
  readonly #key = crypto.randomUUID();
  readonly #hopMs: number;
  #opened = false;

  constructor(client: InferenceClient, hopMs: number) {
    this.#client = client;
    this.#hopMs = hopMs;
  }

  /** Feeds at most one hop, which is gone from here then. @returns what it brings */
  async push(samples: Float32Array<ArrayBuffer>, sampleRate: number): Promise<WorkerEvent[]> {
    await this.#open(sampleRate);
    return this.#client.callForEvents((api) => api.push(this.#key, Comlink.transfer(samples, [samples.buffer]), sampleRate));
  }

  /** Feeds silence, so that a channel which begins late is in time with the others. */
  async pushSilence(seconds: number, sampleRate: number): Promise<WorkerEvent[]> {
    const hop = Math.floor((this.#hopMs / 1000) * sampleRate);
    const events: WorkerEvent[] = [];
    for (let left = Math.round(seconds * sampleRate); left > 0; left -= hop) {
      events.push(...(await this.push(new Float32Array(Math.min(hop, left)), sampleRate)));
    }
    return events;
  }

  /** Lets the worker analyse what has come since the last window. */
  flush(): Promise<WorkerEvent[]> {
    return this.#client.callForEvents((api) => api.flush(this.#key, true));
  }

  async close(): Promise<void> {
    if (this.#opened) await this.#client.close(this.#key);
  }

  async #open(sampleRate: number): Promise<void> {
    if (this.#opened) return;
    this.#opened = true;
    await this.#client.call((api) => api.openRecording({ key: this.#key, sampleRate, hopMs: this.#hopMs }));
  }
}
