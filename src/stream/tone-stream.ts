import * as Comlink from 'comlink';
import type { ContextWatch } from '../capture/context-watch.js';
import { resolveSource, type AudioSource, type ResolvedSource } from '../capture/audio-source.js';
import type { Transport } from '../ring/transport.js';
import { Connection } from './connection.js';
import { Emitter } from '../emitter.js';
import { UndertoneError } from '../errors.js';
import type { EndEvent, StreamEvents, StreamState, StreamSummary } from '../events.js';
import type { InferenceClient } from '../inference/client.js';
import type { WorkerEvent } from '../inference/protocol.js';
import type { WindowResult } from '../model/window-result.js';
import { fromWire } from '../inference/wire-errors.js';
import type { Consent, StreamSettings } from '../options.js';
import { deriveState } from './stream-state.js';
import { ToneTracker } from './tone-tracker.js';

/** What a stream needs of the instance that made it. */
export interface StreamContext {
  client: InferenceClient;
  transport: Transport;
  speechThreshold: number;
  /** The watch of a node's own context, or of the shared one. */
  watchFor(source: ResolvedSource): ContextWatch;
  onClosed(stream: ToneStream): void;
}

/**
 * One live source under analysis. Made by `undertone.analyze()`.
 *
 * @example
 * ```ts
 * import type { ToneStream } from 'undertone';
 *
 * function showTone(stream: ToneStream, badge: HTMLElement): () => void {
 *   return stream.on('tone', ({ recent }) => {
 *     badge.textContent = recent.label ?? 'not enough speech';
 *   });
 * }
 *
 * async function changeMicrophone(stream: ToneStream, deviceId: string): Promise<void> {
 *   await stream.replace(await navigator.mediaDevices.getUserMedia({ audio: { deviceId } }));
 * }
 * ```
 */
export class ToneStream {
  /** As given to `analyze()`. */
  readonly id: string;
  /** As given to `analyze()`; kept nowhere else. */
  readonly consent: Readonly<Consent>;
  readonly #key = crypto.randomUUID();
  readonly #context: StreamContext;
  readonly #tracker: ToneTracker;
  readonly #emitter = new Emitter<StreamEvents>();
  readonly #opened: Promise<void>;
  #connection: Connection | undefined;
  #replacing = 0;
  #analysed = false;
  #paused = false;
  #ended = false;
  #closed = false;
  #state: StreamState = 'loading';

  /** @internal Use `undertone.analyze()`. @throws `bad-source`, `track-ended`, `unsupported` */
  constructor(context: StreamContext, source: AudioSource, settings: StreamSettings) {
    const resolved = resolveSource(source);
    this.id = settings.id;
    this.consent = settings.consent;
    this.#context = context;
    this.#tracker = new ToneTracker(this.id, {
      speechThreshold: context.speechThreshold,
      recentSeconds: settings.recentMs / 1000,
    });
    const watch = context.watchFor(resolved);
    const options = { key: this.#key, sampleRate: watch.context.sampleRate, hopMs: settings.hopMs };
    this.#opened = context.client.call((api) => api.open(options, Comlink.proxy(this.#onWorkerEvent)));
    // Listeners are added after the constructor: nothing may be emitted before they had the chance.
    queueMicrotask(() => void this.#connect(resolved, watch).catch((error: unknown) => this.#fail(error)));
  }

  /** Why tone does or does not come at the moment. */
  get state(): StreamState {
    return this.#state;
  }

  /** The estimates so far. */
  get summary(): StreamSummary {
    return this.#tracker.summary;
  }

  /** Calls `listener` at each event of this name. Returns an unsubscribe function. A listener that throws harms nobody else. */
  on<Name extends keyof StreamEvents>(name: Name, listener: (event: StreamEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  /** Lets audio pass unheard until `resume()`: time goes on, no window is analysed. */
  pause(): void {
    this.#setPaused(true);
  }

  /** Listens again, beginning with an empty window. */
  resume(): void {
    this.#setPaused(false);
  }

  /**
   * Goes on with another source, say a new microphone, and keeps the estimates. The window begins empty.
   * @throws `closed`, `bad-source`, `track-ended`, `unsupported`, `asset-load`, `csp-blocked`; the old source then stays
   */
  async replace(source: AudioSource): Promise<void> {
    this.#assertOpen();
    const resolved = resolveSource(source);
    await this.#connect(resolved, this.#context.watchFor(resolved));
  }

  /** Ends the analysis and frees what it held; the source goes on as it was. A second call returns the same summary. */
  async stop(): Promise<StreamSummary> {
    await this.#close('stopped');
    return this.summary;
  }

  /** Consent is withdrawn: stops, overwrites the audio held and erases the estimates. */
  async revoke(): Promise<void> {
    this.#tracker.erase();
    await this.#close('revoked');
  }

  /** @internal The instance is closed, or its worker is gone. */
  async shutDown(reason: 'closed' | 'failed', error?: UndertoneError): Promise<void> {
    if (error && !this.#closed) this.#report(error);
    await this.#close(reason, error);
  }

  async #connect(source: ResolvedSource, watch: ContextWatch): Promise<void> {
    const turn = ++this.#replacing;
    await Promise.all([this.#opened, watch.load()]);
    // Stopped meanwhile, or replaced once more: the later call is in charge.
    if (this.#closed || turn !== this.#replacing) return;
    const connection = new Connection(watch, source, this.#context.transport, {
      onChange: () => this.#update(),
      onTrackEnded: () => this.#endTrack(),
      onFailure: () => this.#fail(new UndertoneError('worker-crashed', 'The capture worklet crashed; analyse the source anew.')),
    });
    this.#disconnect();
    this.#connection = connection;
    this.#ended = false;
    this.#analysed = false;
    const { reader, sampleRate } = connection;
    await this.#context.client.call((api) =>
      api.attach(this.#key, reader.transport === 'port' ? Comlink.transfer(reader, [reader.port]) : reader, sampleRate),
    );
    this.#update();
    await connection.resume().catch((error: UndertoneError) => {
      if (!this.#closed) this.#report(error);
    });
  }

  #disconnect(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  #endTrack(): void {
    this.#disconnect();
    this.#ended = true;
    this.#update();
    const message = 'The track has ended. Call replace() to go on with another, or stop() for the summary.';
    this.#report(new UndertoneError('track-ended', message));
    this.#emitter.emit('end', { id: this.id, reason: 'track-ended', summary: this.summary });
  }

  readonly #onWorkerEvent = (event: WorkerEvent): void => {
    if (this.#closed) return;
    if (event.type === 'window') {
      // One that was being run when the pause began.
      if (!this.#paused) this.#onWindow(event.result);
    } else if (event.type === 'overload') {
      const { reason, droppedMs, droppedWindows } = event;
      this.#tracker.countDropped(droppedWindows);
      this.#emitter.emit('overload', { id: this.id, reason, droppedMs, droppedWindows });
    } else {
      this.#report(fromWire(event.error));
    }
  };

  #onWindow(result: WindowResult): void {
    const before = this.#tracker.speaking;
    const latencyMs = result.frame === null ? null : (this.#connection?.ageOf(result.frame) ?? null);
    const tone = this.#tracker.accept(result, latencyMs);
    this.#analysed = true;
    this.#update();
    const { speaking } = this.#tracker;
    if (speaking !== undefined && speaking !== before) {
      this.#emitter.emit('speech', { id: this.id, speaking, probability: result.speech, at: result.end });
    }
    this.#emitter.emit('tone', tone);
  }

  #setPaused(paused: boolean): void {
    this.#assertOpen();
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.#opened
      .then(() => this.#context.client.call((api) => api.setPaused(this.#key, paused)))
      .catch((error: unknown) => this.#fail(error));
    this.#update();
  }

  #update(): void {
    const previous = this.#state;
    this.#state = deriveState({
      ended: this.#ended || this.#closed,
      paused: this.#paused,
      suspended: this.#connection?.running === false,
      muted: this.#connection?.muted ?? false,
      analysed: this.#analysed,
      silent: this.#tracker.silent,
    });
    if (this.#state !== previous) this.#emitter.emit('state', { id: this.id, state: this.#state, previous });
  }

  async #close(reason: EndEvent['reason'], error?: UndertoneError): Promise<void> {
    if (this.#closed) return;
    const alreadyEnded = this.#ended;
    this.#closed = true;
    this.#disconnect();
    this.#update();
    if (!alreadyEnded || reason === 'revoked') {
      const summary = reason === 'revoked' ? null : this.summary;
      this.#emitter.emit('end', { id: this.id, reason, summary, ...(error && { error }) });
    }
    this.#emitter.clear();
    this.#context.onClosed(this);
    // A worker that is gone holds nothing any more.
    await this.#context.client.call((api) => api.close(this.#key)).catch(() => {});
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const typed = UndertoneError.from(error, 'bad-source', 'The source could not be connected.');
    void this.shutDown('failed', typed);
  }

  /** An error that nobody listens to is reported to the page, as the platform does with a rejected promise. */
  #report(error: UndertoneError): void {
    if (!this.#emitter.emit('error', error)) reportError(error);
  }

  #assertOpen(): void {
    if (this.#closed) throw new UndertoneError('closed', `The stream "${this.id}" has been stopped.`);
  }
}
