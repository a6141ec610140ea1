import type { ResolvedSource } from '../capture/audio-source.js';
import type { ContextWatch } from '../capture/context-watch.js';
import { openTap, type Tap } from '../capture/tap.js';
import type { ReaderOptions, Transport } from '../ring/transport.js';

/** What a connection tells its stream. */
export interface ConnectionListener {
  /** Whether audio flows, or the track that is heard, may have changed. */
  onChange(): void;
  /** The track that was heard has ended. */
  onTrackEnded(): void;
  /** The worklet threw, and will not be called again. */
  onFailure(): void;
}

/** One source on its way to the worker: its tap, and what is watched of its track and its context. */
export class Connection {
  readonly #watch: ContextWatch;
  readonly #listener: ConnectionListener;
  readonly #tap: Tap;
  readonly #release: (() => void)[] = [];

  /** The worklet's module must be loaded in the context. */
  constructor(watch: ContextWatch, source: ResolvedSource, transport: Transport, listener: ConnectionListener) {
    this.#watch = watch;
    this.#listener = listener;
    this.#tap = openTap(watch.context, source, transport, {
      onTrack: (track) => this.#watchTrack(track),
      onFailure: () => listener.onFailure(),
    });
    this.#release.push(watch.watch(() => listener.onChange()));
  }

  /** For the worker; a port in it is to be transferred. */
  get reader(): ReaderOptions {
    return this.#tap.reader;
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#watch.context.sampleRate;
  }

  /** Whether the context runs, and so samples flow. */
  get running(): boolean {
    return this.#watch.running;
  }

  /** Whether the system or the other side has muted the track that is heard. */
  get muted(): boolean {
    return this.#tap.track?.muted ?? false;
  }

  /** Age of the sample before context frame `frame` (modulo 2^32), in ms. */
  ageOf(frame: number): number {
    const { currentTime, sampleRate } = this.#watch.context;
    // Frames are counted modulo 2^32; the difference is small and may be taken the same way.
    const frames = (Math.round(currentTime * sampleRate) - frame) | 0;
    return Math.max(0, (1000 * frames) / sampleRate);
  }

  /** Asks the context to run. @throws `context-blocked` */
  resume(): Promise<void> {
    return this.#watch.resume();
  }

  /** Lets go of the source, which goes on as it was, and of all that is watched. */
  close(): void {
    for (const release of this.#release.splice(0)) release();
    this.#tap.close();
  }

  #watchTrack(track: MediaStreamTrack): void {
    const listeners = new AbortController();
    const options = { signal: listeners.signal };
    track.addEventListener('mute', () => this.#listener.onChange(), options);
    track.addEventListener('unmute', () => this.#listener.onChange(), options);
    track.addEventListener(
      'ended',
      () => {
        // A media element ends one track and gives the next: only the one that is heard now counts.
        if (this.#tap.track === track) this.#listener.onTrackEnded();
      },
      options,
    );
    this.#release.push(() => listeners.abort());
    this.#listener.onChange();
  }
}
