import { nextTask } from '../../ring/next-task.js';

/** What became of a submitted task. */
export type Outcome = 'done' | 'dropped';

interface Entry {
  run: () => Promise<void>;
  settle: (outcome: Outcome) => void;
}

/**
 * Shares one session among all streams: one task at a time, the stream that has waited longest first. A stream has at
 * most one task waiting; a newer one takes its place in the line and the older is dropped.
 */
export class Scheduler {
  // A Map keeps the order of first insertion, and a replaced value keeps its key's place: that is the fair line.
  readonly #line = new Map<string, Entry>();
  #running = false;

  /** Resolves once `run` has finished, or has been dropped for a newer task of the same stream. `run` must not reject. */
  submit(stream: string, run: () => Promise<void>): Promise<Outcome> {
    return new Promise((settle) => {
      this.#line.get(stream)?.settle('dropped');
      this.#line.set(stream, { run, settle });
      if (!this.#running) void this.#drain();
    });
  }

  /** Drops the waiting task of `stream`, if any. */
  cancel(stream: string): void {
    this.#line.get(stream)?.settle('dropped');
    this.#line.delete(stream);
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (let next = this.#line.entries().next(); !next.done; next = this.#line.entries().next()) {
      const [stream, { run, settle }] = next.value;
      this.#line.delete(stream);
      await run();
      settle('done');
      // The WASM provider blocks its thread while it runs and resolves in a microtask.
      await nextTask();
    }
    this.#running = false;
  }
}
