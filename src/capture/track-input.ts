import type { GraphSource } from './audio-source.js';
import { checkElement, openCapture, releaseCapture } from './element-capture.js';
import { disconnect, type Input, type InputListener } from './input.js';

type StreamSource = Exclude<GraphSource, { kind: 'node' }>;

/**
 * An input from the tracks of a stream or a media element: hears the newest that is live. `track.stop()` fires no `ended`, and
 * tracks that a script adds or removes fire no event either, so whoever owns this looks at times.
 */
export class TrackInput implements Input {
  readonly #context: AudioContext;
  readonly #target: AudioNode;
  readonly #listener: InputListener;
  readonly #listeners = new AbortController();
  readonly #keepAlive: HTMLAudioElement | undefined;
  /** A media element may always play something else, or the same again: what it plays ends, and it does not. */
  readonly #element: HTMLMediaElement | undefined;
  readonly #stream: MediaStream;
  #track: MediaStreamTrack | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #ended = false;

  constructor(context: AudioContext, source: StreamSource, target: AudioNode, listener: InputListener) {
    this.#context = context;
    this.#target = target;
    this.#listener = listener;
    this.#stream = source.kind === 'element' ? openCapture(source.element) : source.stream;
    this.#element = source.kind === 'element' ? source.element : undefined;
    this.#keepAlive = source.kind === 'stream' ? playMuted(source.stream) : undefined;
    const options = { signal: this.#listeners.signal };
    for (const name of ['addtrack', 'removetrack']) this.#stream.addEventListener(name, this.#onChange, options);
    if (source.kind === 'element') {
      const check = () =>
        attempt(
          () => checkElement(source.element),
          (error) => listener.onFailure(error),
        );
      source.element.addEventListener('loadedmetadata', check, options);
    }
  }

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  look(): void {
    if (this.#listeners.signal.aborted || this.#ended) return;
    const live: MediaStreamTrack[] = this.#stream.getAudioTracks().filter(({ readyState }) => readyState === 'live');
    const current = this.#track;
    // A media element that plays something else keeps the track of what it played before, which stays live and silent.
    const next = this.#element || !current || !live.includes(current) ? live.at(-1) : current;
    if (next === current && next) return;
    // One that ended before it was ever heard counts as well; a stream without tracks may yet get one.
    const last = current ?? this.#stream.getAudioTracks().at(-1);
    if (!next && last?.readyState === 'ended' && !this.#element) {
      this.#ended = true;
      this.#listener.onEnded();
    } else if (next !== current) this.#hear(next);
  }

  disconnect(): void {
    this.#listeners.abort();
    if (this.#source) disconnect(this.#source, this.#target);
    if (this.#keepAlive) this.#keepAlive.srcObject = null;
    if (this.#element) releaseCapture(this.#element);
  }

  /** A track that was removed is heard no more, though it is live. */
  #hear(track: MediaStreamTrack | undefined): void {
    if (this.#source) disconnect(this.#source, this.#target);
    this.#source = track && this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source?.connect(this.#target);
    this.#track = track;
    track?.addEventListener('ended', this.#onChange, { signal: this.#listeners.signal });
    this.#listener.onTrack(track);
  }

  readonly #onChange = (): void =>
    attempt(
      () => this.look(),
      (error) => this.#listener.onFailure(error),
    );
}

function attempt(action: () => unknown, onFailure: (error: unknown) => void): void {
  try {
    action();
  } catch (error) {
    onFailure(error);
  }
}

/** Chromium feeds remote WebRTC audio to Web Audio only while a media element plays it. */
function playMuted(stream: MediaStream): HTMLAudioElement {
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  // Where autoplay is refused the context is not allowed to run either, and that is reported.
  element.play().catch(() => {});
  return element;
}
