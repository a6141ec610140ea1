import { html, setText } from './dom.js';

/** How long what was said stays in the page, where a screen reader that walks through it would read it twice. */
const STAYS_MS = 2000;

/** Says what changed, never the same again, and not more often than is bearable: of what comes too fast, the last. */
export class Announcer {
  readonly region = html('span', { class: 'unseen', 'aria-live': 'polite' });
  /** Least time between two announcements in ms; `null` for none at all. */
  gapMs: number | null;
  /** What was there first is no news. */
  #said: string | undefined;
  #next = '';
  #saidAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sweep: ReturnType<typeof setTimeout> | undefined;

  constructor(gapMs: number) {
    this.gapMs = gapMs;
  }

  say(text: string): void {
    this.#said ??= text;
    this.#next = text;
    if (this.#timer !== undefined || this.gapMs === null) return;
    this.#timer = setTimeout(() => this.#speak(), Math.max(0, this.#saidAt + this.gapMs - performance.now()));
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#sweep);
    this.#timer = undefined;
    setText(this.region, '');
  }

  #speak(): void {
    this.#timer = undefined;
    // It may have wavered and be back where it was.
    if (this.#next === this.#said) return;
    this.#said = this.#next;
    this.#saidAt = performance.now();
    setText(this.region, this.#said);
    clearTimeout(this.#sweep);
    this.#sweep = setTimeout(() => setText(this.region, ''), STAYS_MS);
  }
}
