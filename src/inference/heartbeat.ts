/** How often somebody who waits looks whether the worker is there, in milliseconds. */
const LOOK_MS = 5000;

/**
 * Looks without an answer after which it hangs: a window takes a small part of that time. Looks are counted, not time: while a page is
 * frozen there are none, and the worker is frozen as well.
 */
const SILENT_LOOKS = 2;

/** Looks whether a worker answers, as nothing tells of one that hangs, or that the browser has dropped. */
export class Heartbeat {
  readonly #ask: () => Promise<unknown>;
  readonly #onSilence: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param ask resolves once the worker has answered @param onSilence is called once where it hangs */
  constructor(ask: () => Promise<unknown>, onSilence: () => void) {
    this.#ask = ask;
    this.#onSilence = onSilence;
  }

  /** Looks now, unless it does already, and on for as long as `needed` says so. */
  begin(needed: () => boolean): void {
    if (this.#timer !== undefined) return;
    let silent = 0;
    const ask = () => {
      silent = 0;
      this.#ask().then(
        () => (silent = -1),
        // It is gone, which everybody is told otherwise.
        () => {},
      );
    };
    this.#timer = setInterval(() => {
      if (silent >= 0) {
        if (++silent < SILENT_LOOKS) return;
        this.end();
        this.#onSilence();
      } else if (needed()) ask();
      else this.end();
    }, LOOK_MS);
    ask();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
