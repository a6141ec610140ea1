import type { AudioSource, StreamSummary } from 'undertone';
import { Listening } from './listening.js';
import type { Engine } from './status.js';
import { IDLE, type Tone, type ToneOptions, type ToneReading } from './tone.js';

/** What one component listens to, outside of React: it is told what each render asks for, and tells when to render. */
export class ToneSession {
  readonly #listeners = new Set<() => void>();
  #listening: Listening | undefined;
  #mounted = false;
  #paused = false;
  #tone: Tone = {
    ...IDLE,
    pause: () => this.#setPaused(true),
    resume: () => this.#setPaused(false),
    stop: () => this.#stop(),
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Tone => this.#tone;

  /** Returns what ends it. StrictMode and Fast Refresh unmount and mount in one go, which is to end nothing. */
  readonly mount = (): (() => void) => {
    this.#mounted = true;
    return () => {
      this.#mounted = false;
      queueMicrotask(() => !this.#mounted && this.#leave());
    };
  };

  /** Called after each render: most ask for what is there. */
  follow(engine: Engine, source: AudioSource | null | undefined, options: ToneOptions): void {
    const { consent } = options;
    if (consent === null) return this.#forget();
    if (!source) return this.#listening?.cut();
    const wish = { engine, source, options: { ...options, consent }, key: keyOf(options) };
    if (this.#listening?.take(wish)) return;
    this.#leave();
    this.#listening = new Listening(wish, this.#paused, this.#tell);
  }

  #setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#listening?.setPaused(paused);
  }

  async #stop(): Promise<StreamSummary | null> {
    return (await this.#listening?.stop()) ?? null;
  }

  #leave(): void {
    this.#listening?.leave();
    this.#listening = undefined;
  }

  #forget(): void {
    void this.#listening?.revoke();
    this.#listening = undefined;
    this.#tell(IDLE);
  }

  readonly #tell = (change: Partial<ToneReading>): void => {
    const changed = Object.entries(change).some(([name, value]) => this.#tone[name as keyof ToneReading] !== value);
    if (!changed) return;
    this.#tone = { ...this.#tone, ...change };
    for (const listener of this.#listeners) listener();
  };
}

/** Equal where one stream may go on. When consent was given is not in it: a literal in a render may say `new Date()`. */
function keyOf({ speaker, consent, id, hopMs, recentMs }: ToneOptions): string {
  return JSON.stringify([speaker, consent?.subject, consent?.purpose, id, hopMs, recentMs]);
}
