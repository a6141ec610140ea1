import { resolveSource, type AudioSource, type ResolvedSource } from '../capture/audio-source.js';
import type { Connection } from './connection.js';
import { connectorFor } from './connector.js';
import { UndertoneError } from '../errors.js';
import type { StreamEvents, StreamState, StreamSummary } from '../events.js';
import type { WorkerEvent } from '../inference/protocol.js';
import type { WindowResult } from '../model/window-result.js';
import { fromWire } from '../inference/wire-errors.js';
import type { Consent, StreamSettings } from '../options.js';
import { IGNORED, LIFE_CYCLE, REFUSED, type Call, type Deed, type Happening, type Phase, type Step } from './life-cycle.js';
import { Outbox } from './outbox.js';
import type { StreamContext } from './stream-context.js';
import { deriveState } from './stream-state.js';
import { ToneTracker } from './tone-tracker.js';
import { Turns } from './turns.js';
import { WorkerPart } from './worker-part.js';

const TRACK_ENDED = 'The track has ended. Call replace() to go on with another, or stop() for the summary.';

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
 * ```
 */
export class ToneStream {
  /** As given to `analyze()`. */
  readonly id: string;
  /** As given to `analyze()`; kept nowhere else. */
  readonly consent: Readonly<Consent>;
  readonly #context: StreamContext;
  readonly #tracker: ToneTracker;
  readonly #outbox = new Outbox();
  readonly #worker: WorkerPart;
  /** Resolves once nothing is held any more, here and in the worker. */
  readonly #over = Promise.withResolvers<void>();
  #phase: Phase = 'opening';
  #connection: Connection | undefined;
  /** What is heard, also while the worker is away. */
  #source: ResolvedSource;
  readonly #turns = new Turns();
  #flushes = 0;
  #analysed = false;
  #paused = false;
  #wasMuted = false;
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
    this.#source = resolved;
    const { sampleRate } = connectorFor(resolved, context);
    const options = { key: crypto.randomUUID(), sampleRate, hopMs: settings.hopMs };
    if (context.recovering) this.#phase = 'recovering';
    this.#worker = new WorkerPart(() => context.client, options, this.#onWorkerEvent, context.recovering);
    this.#update();
    this.#connectOrFail(this.#turns.give());
  }

  /** Why tone does or does not come at the moment. */
  get state(): StreamState {
    return this.#state;
  }

  /** The estimates so far. */
  get summary(): StreamSummary {
    return this.#tracker.summary;
  }

  /** Calls `listener` at each event of this name. Returns an unsubscribe function. A listener that throws harms nobody else. @throws `bad-options` */
  on<Name extends keyof StreamEvents>(name: Name, listener: (event: StreamEvents[Name]) => void): () => void {
    return this.#outbox.on(name, listener);
  }

  /** Lets audio pass unheard until `resume()`: time goes on. What came since the last hop is still analysed. @throws `closed` */
  pause(): void {
    this.#take('pause');
    this.#setPaused(true);
  }

  /** Listens again, beginning with an empty window. @throws `closed` */
  resume(): void {
    this.#take('resume');
    this.#setPaused(false);
  }

  /**
   * Goes on with another source, say a new microphone, and keeps the estimates. What came of the old one since the last hop is
   * analysed, then the window begins empty. Of several calls the last one counts.
   * @throws `closed`, `bad-source`, `track-ended`, `unsupported`, `asset-load`, `csp-blocked`, `worker-crashed`; the old source then stays
   */
  async replace(source: AudioSource): Promise<void> {
    this.#take('replace');
    const resolved = resolveSource(source);
    await this.#connect(resolved, this.#turns.give()).catch((error: unknown) => {
      if (this.#turns.hopeless) this.#fail(error);
      throw error;
    });
  }

  /**
   * Ends the analysis: what came since the last hop is analysed, then `end` comes, and what was held is freed. The source goes on as
   * it was. A second call returns the same summary.
   */
  async stop(): Promise<StreamSummary> {
    this.#take('stop');
    await this.#over.promise;
    return this.summary;
  }

  /** Consent is withdrawn: stops at once, overwrites the audio held, erases the estimates and gives `revoke`; after the end, too. */
  async revoke(): Promise<void> {
    this.#take('revoke');
    await this.#over.promise;
  }

  /** @internal The instance is closed. */
  async close(): Promise<void> {
    this.#take('close');
    await this.#over.promise;
  }

  /** @internal The worker has crashed, or another is there, or none any more. */
  followWorker(happening: 'worker-lost' | 'worker-back' | 'worker-gone', error?: UndertoneError): void {
    this.#take(happening, error);
  }

  /** Does what the table of the life cycle says. @throws `closed` */
  #take(input: Call | Happening, error?: UndertoneError): void {
    const answer = LIFE_CYCLE[this.#phase][input];
    if (answer === IGNORED) return;
    if (answer === REFUSED) throw new UndertoneError('closed', `The stream "${this.id}" has been stopped.`);
    this.#outbox.together(() => {
      this.#phase = answer.to;
      this.#update();
      for (const deed of answer.does) this.#deeds[deed](answer, error);
    });
  }

  readonly #deeds: Record<Deed, (step: Step, error: UndertoneError | undefined) => void> = {
    flush: () => {
      const turn = ++this.#flushes;
      this.#connection?.finish();
      void this.#worker.flush(true).then(() => turn === this.#flushes && this.#take('flushed'));
    },
    'let-go': () => {
      this.#connection?.close();
      this.#connection = undefined;
    },
    lose: () => this.#worker.lose(),
    reopen: () => {
      this.#worker.reopen(this.summary);
      if (this.#paused) this.#ask(this.#worker.setPaused(true));
      // One that was not heard yet is still waiting for the worker.
      if (this.#phase === 'opening' && this.#turns.heard > 0) this.#connectOrFail(this.#turns.heard);
    },
    erase: () => {
      this.#tracker.erase();
      this.#outbox.revoke({ id: this.id });
    },
    report: (_, error) => error && this.#outbox.report(error),
    'report-track': () => this.#outbox.report(new UndertoneError('track-ended', TRACK_ENDED)),
    end: ({ reason }, error) => {
      const summary = reason === 'revoked' ? null : this.summary;
      this.#outbox.emit('end', { id: this.id, reason: reason!, summary, ...(reason === 'failed' && error && { error }) });
    },
    'give-up': (_, error) => this.#worker.giveUp(error!),
    free: () => {
      this.#outbox.end();
      this.#context.onClosed();
      void this.#worker.close().then(() => this.#over.resolve());
    },
  };

  /** @param turn number of the source: one that is ready only after a later one was heard is let be */
  async #connect(source: ResolvedSource, turn: number): Promise<void> {
    const connector = connectorFor(source, this.#context);
    const late = () => this.#turns.heard > turn || this.#phase === 'stopping' || this.#phase === 'closed';
    try {
      // Nobody else tells a stream that begins later.
      if (this.#context.gone) throw this.#context.gone;
      // Of what needs nothing, the first samples may be written in this very tick: a worker that runs gets them in their order.
      if (connector.load || this.#context.recovering) {
        await this.#turns.await(Promise.resolve(connector.load?.()).then(() => this.#worker.ready()));
      }
    } catch (error) {
      if (!late()) throw error;
    }
    if (late()) return;
    const connection = connector.connect({
      onChange: () => this.#update(),
      onTrackEnded: () => this.#take('track-ended'),
      onFailure: (error) => this.#take('failed', error),
      onSamples: (samples, end) => this.#worker.feed(samples, end),
    });
    this.#turns.hear(turn);
    this.#source = source;
    const before = this.#connection;
    before?.finish();
    this.#connection = connection;
    this.#analysed = false;
    this.#wasMuted = false;
    const attached = this.#worker.attach(connection);
    this.#ask(attached);
    this.#take('connected');
    connection.look();
    // One that may not run is told as an event, and may run later.
    connection.resume().catch((error: UndertoneError) => {
      if (this.#connection === connection) this.#outbox.report(error);
    });
    await attached.catch(() => {});
    before?.close();
  }

  /** Listens to the source that the stream has, unless a later one is heard by then. */
  #connectOrFail(turn: number): void {
    this.#connect(this.#source, turn).catch((error: unknown) => {
      if (this.#turns.isLast(turn)) this.#fail(error);
    });
  }

  readonly #onWorkerEvent = (event: WorkerEvent): void => {
    if (this.#phase === 'dormant' || this.#phase === 'closed') return;
    this.#outbox.together(() => {
      if (event.type === 'window') this.#onWindow(event.result);
      else if (event.type === 'overload') {
        const { reason, droppedMs, droppedWindows } = event;
        this.#tracker.countDropped(droppedWindows);
        this.#outbox.emit('overload', { id: this.id, reason, droppedMs, droppedWindows });
      } else this.#outbox.report(fromWire(event.error));
    });
    // Timers of hidden pages are late; windows are not.
    this.#connection?.look();
  };

  #onWindow(result: WindowResult): void {
    const before = this.#tracker.speaking;
    const latencyMs = result.timeOrigin === null ? null : Math.max(0, Date.now() - result.timeOrigin - 1000 * result.end);
    const tone = this.#tracker.accept(result, latencyMs);
    this.#analysed = true;
    this.#update();
    const { speaking } = this.#tracker;
    if (speaking !== undefined && speaking !== before) {
      this.#outbox.emit('speech', { id: this.id, speaking, probability: result.speech, at: result.end });
    }
    this.#outbox.emit('tone', tone);
  }

  #setPaused(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.#ask(this.#worker.setPaused(paused));
    this.#update();
  }

  #update(): void {
    this.#worker.check();
    const muted = this.#connection?.muted ?? false;
    // Windows of the silence that follows are not to be estimates of what was heard before it.
    if (muted && !this.#wasMuted) void this.#worker.flush();
    this.#wasMuted = muted;
    const previous = this.#state;
    this.#state = deriveState({
      ended: this.#phase === 'dormant' || this.#phase === 'closed',
      recovering: this.#phase === 'recovering',
      paused: this.#paused,
      suspended: this.#connection?.running === false,
      muted,
      analysed: this.#analysed,
      silent: this.#tracker.silent,
    });
    if (this.#state !== previous) this.#outbox.emit('state', { id: this.id, state: this.#state, previous });
  }

  /** A crash of the worker is told otherwise, and what was asked of it is asked of the next. */
  #ask(asked: Promise<unknown>): void {
    asked.catch((error: unknown) => {
      if (!(error instanceof UndertoneError && error.code === 'worker-crashed')) this.#fail(error);
    });
  }

  #fail(error: unknown): void {
    this.#take('failed', UndertoneError.from(error, 'bad-source', 'The source could not be connected.'));
  }
}
