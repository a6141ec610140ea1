import { UndertoneError, type AudioSource, type Consent, type StreamSummary, type ToneStream, type Undertone } from 'undertone';
import type { Engine } from './status.js';
import { IDLE, type ToneOptions, type ToneReading } from './tone.js';

/** What is to be listened to. */
export interface Wish {
  readonly engine: Engine;
  readonly source: AudioSource;
  readonly options: ToneOptions & { consent: Consent };
  /** Equal for as long as one stream may go on. */
  readonly key: string;
}

/** One speaker who is listened to: a stream, from when the engine is there, with a change of its source. */
export class Listening {
  #wish: Wish;
  #paused: boolean;
  readonly #tell: (change: Partial<ToneReading>) => void;
  readonly #letGo: () => void;
  #instance: Undertone | null = null;
  #stream: ToneStream | null = null;
  /** What the last source was refused for. */
  #refused: UndertoneError | null = null;
  #over = false;
  #cut = false;
  #quiet = false;
  #withdrawn = false;

  constructor(wish: Wish, paused: boolean, tell: (change: Partial<ToneReading>) => void) {
    this.#wish = wish;
    this.#paused = paused;
    this.#tell = (change) => !this.#quiet && tell(change);
    this.#tell({ ...IDLE, state: 'loading' });
    this.#letGo = wish.engine.subscribe(() => this.#follow());
    this.#follow();
  }

  /** Takes over what a render asks for; `false` where that needs another. */
  take(wish: Wish): boolean {
    const before = this.#wish;
    // A record that the app has withdrawn by itself lets nothing else be heard.
    if (this.#withdrawn && wish.key === before.key) return true;
    if (this.#cut || wish.engine !== before.engine || wish.key !== before.key) return false;
    if (this.#over) return wish.source === before.source;
    this.#wish = wish;
    if (wish.source !== before.source) this.#hear();
    return true;
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    const stream = this.#stream;
    try {
      if (paused) stream?.pause();
      else stream?.resume();
    } catch {
      // What was stopped has nothing to pause.
      return;
    }
    if (!paused && stream?.state === 'suspended')
      this.#instance?.resume().catch((error: UndertoneError) => this.#tell({ error }));
  }

  /** Ends with the last words, which are told still; goes on for nothing but another source. */
  async stop(): Promise<StreamSummary | null> {
    this.#over = true;
    try {
      return (await this.#stream?.stop()) ?? null;
    } finally {
      this.#letGo();
      this.#tell(this.#stream ? { state: 'ended' } : IDLE);
    }
  }

  /** There is no source any more: ends with the last words, and goes on for nothing. */
  cut(): void {
    if (!this.#cut) void this.stop();
    this.#cut = true;
  }

  /** Ends, and tells no more. */
  leave(): void {
    this.#quiet = true;
    void this.stop();
  }

  /** Ends at once, erases what was estimated, and tells no more. */
  async revoke(): Promise<void> {
    this.#quiet = this.#over = true;
    await this.#stream?.revoke();
    this.#letGo();
  }

  /** The engine has loaded, failed or been replaced. */
  #follow(): void {
    if (this.#over) return;
    const { instance, error } = this.#wish.engine.getSnapshot();
    if (!instance) {
      this.#instance = this.#stream = null;
      this.#tell({ state: error ? 'ended' : 'loading', error, stream: null });
    } else if (instance !== this.#instance) {
      this.#instance = instance;
      this.#begin();
    }
  }

  #begin(): void {
    const { source, options } = this.#wish;
    try {
      const stream = this.#instance!.analyze(source, options);
      this.#stream = stream;
      this.#tell({ ...IDLE, state: stream.state, stream });
      this.#listen(stream);
      if (this.#paused) stream.pause();
    } catch (thrown) {
      this.#tell({ ...IDLE, state: 'ended', error: typed(thrown) });
    }
  }

  #listen(stream: ToneStream): void {
    const tell = (change: Partial<ToneReading>) => this.#stream === stream && this.#tell(change);
    stream.on('tone', ({ speech, window, recent, call }) => tell({ speech, window, recent, call, error: this.#refused }));
    stream.on('state', ({ state }) => tell({ state }));
    stream.on('error', (error) => tell({ error }));
    stream.on('revoke', () => this.#withdraw());
  }

  /** The app has revoked a stream by itself; where that had ended before, another has its consent, too. */
  #withdraw(): void {
    this.#withdrawn = this.#over = true;
    void this.#stream?.revoke();
    this.#letGo();
    this.#tell(this.#stream ? { speech: null, window: null, recent: null, call: null } : IDLE);
  }

  /** Goes on with another source, or begins with it where nothing can go on. */
  #hear(): void {
    this.#refused = null;
    if (!this.#instance) return;
    if (!this.#stream) return this.#begin();
    this.#tell({ error: null });
    const stream = this.#stream;
    const { source } = this.#wish;
    stream.replace(source).catch((thrown: unknown) => {
      if (this.#over || stream !== this.#stream || source !== this.#wish.source) return;
      const error = typed(thrown);
      if (error.code === 'closed') return this.#begin();
      // The stream would go on with the old source, which the app no longer names.
      this.#refused = error;
      this.#tell({ error });
      void stream.stop();
    });
  }
}

const typed = (thrown: unknown) => UndertoneError.from(thrown, 'bad-source', 'The source could not be listened to.');
