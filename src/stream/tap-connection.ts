import type { GraphSource } from '../capture/audio-source.js';
import type { ContextWatch } from '../capture/context-watch.js';
import { openTap, type Tap } from '../capture/tap.js';
import { UndertoneError } from '../errors.js';
import type { ReaderOptions, Transport } from '../ring/transport.js';
import type { Connection, ConnectionListener } from './connection.js';

/** A source of the browser's: its tap, and what is watched of its track and its context. */
export class TapConnection implements Connection {
  readonly #watch: ContextWatch;
  readonly #listener: ConnectionListener;
  readonly #tap: Tap;
  readonly #unwatch: () => void;
  #listeningToTrack = new AbortController();
  readonly #finishing = new AbortController();

  /** The worklet's module must be loaded in the context. @throws `bad-source` */
  constructor(watch: ContextWatch, source: GraphSource, transport: Transport, listener: ConnectionListener) {
    this.#watch = watch;
    this.#listener = listener;
    try {
      this.#tap = openTap(watch.context, source, transport, {
        onTrack: (track) => this.#watchTrack(track),
        onEnded: () => this.#tell(() => listener.onTrackEnded()),
        onFailure: (error) =>
          this.#fail(UndertoneError.from(error, 'bad-source', 'The source gives no audio any more; replace() it.')),
        onCrash: () => this.#fail(new UndertoneError('worker-crashed', 'The capture worklet crashed; analyse the source anew.')),
      });
    } catch (error) {
      throw UndertoneError.from(error, 'bad-source', 'The source could not be connected.');
    }
    this.#unwatch = watch.watch(this.#look);
  }

  get reader(): ReaderOptions {
    return this.#tap.reader;
  }

  get sampleRate(): number {
    return this.#watch.context.sampleRate;
  }

  get running(): boolean {
    return this.#watch.running;
  }

  get muted(): boolean {
    const { track } = this.#tap;
    return track !== undefined && (track.muted || !track.enabled);
  }

  look(): void {
    this.#look();
  }

  resume(): Promise<void> {
    return this.#watch.resume(this.#finishing.signal);
  }

  finish(): void {
    this.#finishing.abort();
    this.#unwatch();
    this.#listeningToTrack.abort();
    this.#tap.finish();
  }

  close(): void {
    this.finish();
    this.#tap.close();
  }

  readonly #look = (): void => {
    if (this.#finishing.signal.aborted) return;
    if (this.#watch.context.state === 'closed') {
      const message = 'The AudioContext was closed: no audio comes from it any more. Analyse with one that is open.';
      return this.#fail(new UndertoneError('context-blocked', message));
    }
    try {
      this.#tap.look();
    } catch (error) {
      return this.#fail(UndertoneError.from(error, 'bad-source', 'The new track could not be connected; replace() the source.'));
    }
    this.#tell(() => this.#listener.onChange());
  };

  #watchTrack(track: MediaStreamTrack | undefined): void {
    this.#listeningToTrack.abort();
    this.#listeningToTrack = new AbortController();
    const { signal } = this.#listeningToTrack;
    track?.addEventListener('mute', this.#look, { signal });
    track?.addEventListener('unmute', this.#look, { signal });
    this.#tell(() => this.#listener.onChange());
  }

  #fail(error: UndertoneError): void {
    this.#tell(() => this.#listener.onFailure(error));
  }

  #tell(tell: () => void): void {
    if (!this.#finishing.signal.aborted) tell();
  }
}
