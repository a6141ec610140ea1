import type { StreamState, ToneEvent } from 'undertone';
import { UndertoneElement } from './element.js';
import { Feed, type ToneSource } from './feed.js';

const STATES: readonly string[] = [
  'loading',
  'running',
  'no-speech',
  'muted',
  'recovering',
  'suspended',
  'paused',
  'ended',
] satisfies StreamState[];

/** An element that shows a stream, or what it is given by hand. */
export abstract class UndertoneStreamElement extends UndertoneElement {
  /** @internal */
  static override readonly observedAttributes: readonly string[] = [...UndertoneElement.observedAttributes, 'state'];
  /** @internal */
  readonly feed = new Feed({
    onChange: () => this.requestRender(),
    onTone: (event) => this.onTone?.(event),
    onForget: () => this.onForget?.(),
  });

  /**
   * The stream that is shown, or `null`. It is listened to while the element is in a document. Another one begins anew; when its
   * consent is withdrawn, what was shown is erased.
   */
  get stream(): ToneSource | null {
    return this.feed.stream;
  }

  set stream(stream: ToneSource | null) {
    this.feed.stream = stream;
  }

  /** Why tone does or does not come: the stream's, or one given by hand. The attribute `state` gives it, too. Default `null`. */
  get state(): StreamState | null {
    return this.feed.state;
  }

  set state(state: StreamState | null) {
    this.feed.state = state;
    this.feed.speaking = state === 'running';
    this.feed.end = null;
    this.requestRender();
  }

  /** Shows one event by hand, say of `analyzeFile()`. */
  add(event: ToneEvent): void {
    this.feed.accept(event);
  }

  /** @internal */
  onTone?(event: ToneEvent): void;

  /** @internal */
  onForget?(): void;

  /** @internal */
  override connectedCallback(): void {
    super.connectedCallback();
    this.feed.connect();
  }

  /** @internal */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.feed.disconnect();
  }

  /** @internal */
  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (name === 'state' && !this.stream) this.state = STATES.includes(now ?? '') ? (now as StreamState) : null;
    super.attributeChangedCallback(name, before, now);
  }
}
