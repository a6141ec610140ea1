import type { EndEvent, ErrorCode, Estimate, StreamState, ToneEvent, ToneStream } from 'undertone';

/** What an element needs of a `ToneStream`; anything else that has it can be shown as well, such as a replay. */
export type ToneSource = Pick<ToneStream, 'state' | 'summary' | 'on'>;

/** Which of a stream's estimates is shown: the last 5 s, the last 30 s of speech, or the whole call. */
export type Stretch = 'window' | 'recent' | 'call';

/** What the attribute `over` says. */
export function stretchOf(element: Element): Stretch {
  const over = element.getAttribute('over');
  return over === 'window' || over === 'call' ? over : 'recent';
}

/** Whom a feed tells. */
export interface FeedListener {
  onChange(): void;
  onTone?(event: ToneEvent): void;
  /** There is another stream, or its consent was withdrawn: what was shown is to be forgotten. */
  onForget?(): void;
}

/** What is known of a stream, by its events or by hand. It listens only while it is connected. */
export class Feed {
  state: StreamState | null = null;
  estimates: Partial<Record<Stretch, Estimate>> = {};
  /** Probability in [0, 1]. */
  speech: number | null = null;
  speaking = false;
  end: EndEvent['reason'] | null = null;
  errorCode: ErrorCode | null = null;
  readonly #listener: FeedListener;
  #stream: ToneSource | null = null;
  #off: (() => void)[] = [];
  #connected = false;

  constructor(listener: FeedListener) {
    this.#listener = listener;
  }

  get stream(): ToneSource | null {
    return this.#stream;
  }

  set stream(stream: ToneSource | null) {
    if (stream === this.#stream) return;
    this.#leave();
    this.#stream = stream;
    this.state = this.end = this.errorCode = null;
    this.#forget();
    if (this.#connected) this.#follow();
  }

  connect(): void {
    this.#connected = true;
    this.#follow();
  }

  disconnect(): void {
    this.#connected = false;
    this.#leave();
  }

  accept(event: ToneEvent): void {
    const { window, recent, call, speech } = event;
    this.estimates = { window, recent, call };
    this.speech = speech;
    this.#listener.onTone?.(event);
    this.#listener.onChange();
  }

  #follow(): void {
    const stream = this.#stream;
    if (!stream || this.#off.length > 0) return;
    const { state, summary } = stream;
    this.state = state;
    this.speaking = state === 'running';
    if (summary.windows > 0) this.estimates = { ...this.estimates, recent: summary.recent, call: summary.call };
    // Nobody told of a withdrawal that came while the element was away.
    else if (state === 'ended') this.#forget();
    // Errors are not listened to: one that the app does not handle must still be reported to the page.
    this.#off = [
      stream.on('tone', (event) => this.accept(event)),
      stream.on('speech', ({ speaking, probability }) => this.#set({ speaking, speech: probability })),
      stream.on('state', ({ state: now }) => this.#set(now === 'ended' ? { state: now } : { state: now, end: null })),
      stream.on('end', ({ reason, error }) => this.#set({ end: reason, errorCode: error?.code ?? null, speaking: false })),
      stream.on('revoke', () => {
        this.#forget();
        this.#set({ end: 'revoked', errorCode: null });
      }),
    ];
    this.#listener.onChange();
  }

  #set(known: Partial<Pick<Feed, 'state' | 'speech' | 'speaking' | 'end' | 'errorCode'>>): void {
    Object.assign(this, known);
    this.#listener.onChange();
  }

  #forget(): void {
    this.estimates = {};
    this.speech = null;
    this.speaking = false;
    this.#listener.onForget?.();
    this.#listener.onChange();
  }

  #leave(): void {
    for (const off of this.#off.splice(0)) off();
  }
}
