/** How often somebody who waits looks whether the worker is there, in milliseconds. */
const LOOK_MS = 5000;

/**
 * Looks without an answer after which it hangs: a machine with too much to do may be slow for long. Looks are counted, not time: while a
 * page is frozen there are none, and the worker is frozen as well.
 */
const SILENT_LOOKS = 4;

/** Looks whether a worker answers, as nothing tells of one that hangs, or that the browser has dropped. */
export class Heartbeat {
  readonly #ask: () => Promise<unknown>;
  readonly #onSilence: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Looks since the worker was asked; `undefined` once it has answered. */
  #silent: number | undefined;

  /** @param ask resolves once the worker has answered @param onSilence is called once where it hangs */
  constructor(ask: () => Promise<unknown>, onSilence: () => void) {
    this.#ask = ask;
    this.#onSilence = onSilence;
  }

  /** Looks now, unless it does already, and on for as long as `needed` says so. */
  begin(needed: () => boolean): void {
    if (this.#timer !== undefined) return;
    const ask = () => {
      this.#silent = 0;
      // Where the worker is gone, everybody is told otherwise.
      this.#ask().catch(() => {});
    };
    this.#timer = setInterval(() => {
      if (this.#silent === undefined) return needed() ? ask() : this.end();
      if (++this.#silent < SILENT_LOOKS) return;
      this.end();
      this.#onSilence();
    }, LOOK_MS);
    ask();
  }

  /** The worker has answered, whatever it was asked: one that is busy may come late to what asks for nothing else. */
  heard(): void {
    this.#silent = undefined;
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
