/// <reference lib="esnext.disposable" preserve="true" />
import { analyzeRecording, type FileAnalysis } from './recording/file-analysis.js';
import type { LoadProgress } from './assets/load.js';
import { locate, type Locations } from './assets/locations.js';
import type { ModelManifest } from './model/manifest.js';
import { missingFeatures, settleTransport, type Capabilities } from './capabilities.js';
import { ContextWatch } from './capture/context-watch.js';
import type { AudioSource } from './capture/audio-source.js';
import { DEFAULT_MODEL, PROVIDER, THREADS } from './defaults.js';
import { notify } from './emitter.js';
import type { ChannelSummary, ChannelToneEvent } from './events.js';
import { throwIfAborted, UndertoneError } from './errors.js';
import type { InferenceClient } from './inference/client.js';
import { Supervisor } from './inference/supervisor.js';
import {
  checkInstance,
  checkObject,
  checkProvider,
  checkThreads,
  settleStream,
  type AnalyzeChannelsOptions,
  type AnalyzeFileOptions,
  type AnalyzeOptions,
  type UndertoneOptions,
} from './options.js';
import { startInference } from './inference/start.js';
import type { StreamContext } from './stream/stream-context.js';
import { ToneStream } from './stream/tone-stream.js';

/** A worker that takes the place of one that crashed, and what the instance can do with it. */
interface Restarted {
  readonly client: InferenceClient;
  readonly capabilities: Capabilities;
}

/** A loaded model and the streams that it listens to. Made by `createUndertone()`; one serves a whole page. */
export class Undertone {
  #capabilities: Capabilities;
  readonly #inference: Supervisor;
  readonly #manifest: ModelManifest;
  readonly #workletUrls: readonly string[];
  readonly #streams = new Set<ToneStream>();
  readonly #watches = new Map<BaseAudioContext, ContextWatch>();
  #context: AudioContext | undefined;
  #ownContext: AudioContext | undefined;
  readonly #listeners = new AbortController();
  #closed: Promise<void> | undefined;

  /** @internal Use `createUndertone()`. */
  constructor(
    client: InferenceClient,
    restart: (before: Capabilities, signal: AbortSignal) => Promise<Restarted>,
    manifest: ModelManifest,
    capabilities: Capabilities,
    workletUrls: readonly string[],
    context: AudioContext | undefined,
  ) {
    this.#capabilities = capabilities;
    this.#manifest = manifest;
    this.#workletUrls = workletUrls;
    this.#context = context;
    const tell = (...told: Parameters<ToneStream['followWorker']>) => {
      for (const stream of this.#streams) stream.followWorker(...told);
    };
    const start = async (signal: AbortSignal) => {
      const started = await restart(this.#capabilities, signal);
      this.#capabilities = started.capabilities;
      return started.client;
    };
    this.#inference = new Supervisor(client, start, {
      onLost: (error) => tell('worker-lost', error),
      onBack: () => tell('worker-back'),
      onGone: (error) => tell('worker-gone', error),
    });
    addEventListener('pageshow', ({ persisted }) => persisted && this.#comeBack(), { signal: this.#listeners.signal });
  }

  /** Which provider, threads and transport this instance uses; `notes` explains each fallback. A worker that takes another's place may take one, too. */
  get capabilities(): Capabilities {
    return this.#capabilities;
  }

  /**
   * Starts to listen to `source`; returns at once. Failures on the way come as `error` events.
   *
   * @example
   * ```ts
   * import { createUndertone } from 'undertone';
   *
   * const undertone = await createUndertone();
   * const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
   * const consent = { subject: 'the person at this page', purpose: 'practice', obtainedAt: new Date() };
   * const stream = undertone.analyze(microphone, { consent });
   * stream.on('tone', ({ window, recent, call }) => console.log(window.label, recent.label, call.label));
   * stream.on('error', ({ code, message }) => console.warn(code, message));
   * stream.on('end', ({ reason, summary }) => console.log(reason, summary?.call.scores));
   * ```
   * @throws `consent-required`, `bad-options`, `bad-source`, `track-ended`, `unsupported`, `closed`
   */
  analyze(source: AudioSource, options: AnalyzeOptions): ToneStream {
    this.#assertOpen();
    const settings = settleStream(options);
    const inference = this.#inference;
    const context: StreamContext = {
      get client() {
        return inference.client;
      },
      get recovering() {
        return inference.recovering;
      },
      get gone() {
        return inference.gone;
      },
      transport: this.capabilities.transport,
      speechThreshold: this.#manifest.speechThreshold,
      watchFor: (resolved) =>
        this.#watchOf(resolved.kind === 'node' ? (resolved.node.context as AudioContext) : this.#sharedContext()),
      onClosed: () => this.#streams.delete(stream),
    };
    const stream = new ToneStream(context, source, settings);
    this.#streams.add(stream);
    return stream;
  }

  /**
   * Analyses a recording of any length, faster than real time. The object that it returns gives the same `tone` events as a
   * stream, one each hop, to `for await`, and has the `summary`. Nothing is analysed before one of the two is asked for. Files are
   * read and decoded in pieces; where a browser cannot, at once, at most an hour of them.
   *
   * @example
   * ```ts
   * import { createUndertone } from 'undertone';
   *
   * const undertone = await createUndertone();
   * const recording = await (await fetch('call.wav')).blob();
   * const consent = { subject: 'customer 4711', purpose: 'quality review', obtainedAt: '2026-11-01' };
   * const analysis = undertone.analyzeFile(recording, {
   *   consent,
   *   onProgress: ({ analysed, duration }) => console.log(analysed, 'of', duration),
   *   onWarning: ({ code, message }) => console.warn(code, message),
   * });
   * for await (const { window, recent } of analysis) console.log(window.end, recent.label);
   * const { call } = await analysis.summary;
   * ```
   * @throws `consent-required`, `bad-options`, `closed`
   */
  analyzeFile(input: Blob | ArrayBuffer | AudioBuffer, options: AnalyzeFileOptions): FileAnalysis;
  /**
   * With `channels: 'separate'`, each channel is a speaker of its own: the events of a hop come in the order of the channels, each
   * says its `channel`, and `summary` is a list with one for each. In joined files a part with fewer channels is silent in the
   * others.
   *
   * @example
   * ```ts
   * import { createUndertone } from 'undertone';
   *
   * const undertone = await createUndertone();
   * const recording = await (await fetch('stereo-call.wav')).blob();
   * const consent = { subject: 'agent 7 and customer 4711', purpose: 'quality review', obtainedAt: '2026-11-01' };
   * const analysis = undertone.analyzeFile(recording, { consent, channels: 'separate' });
   * for await (const { channel, window } of analysis) console.log(channel === 0 ? 'agent' : 'customer', window.label);
   * const [agent, customer] = await analysis.summary;
   * console.log(agent?.call.label, customer?.call.label);
   * ```
   * @throws `consent-required`, `bad-options`, `closed`
   */
  analyzeFile(
    input: Blob | ArrayBuffer | AudioBuffer,
    options: AnalyzeChannelsOptions,
  ): FileAnalysis<ChannelToneEvent, readonly ChannelSummary[]>;
  /** Where the choice is made at run time: `'channel' in event` tells. */
  analyzeFile(
    input: Blob | ArrayBuffer | AudioBuffer,
    options: AnalyzeFileOptions | AnalyzeChannelsOptions,
  ): FileAnalysis | FileAnalysis<ChannelToneEvent, readonly ChannelSummary[]>;
  analyzeFile(
    input: Blob | ArrayBuffer | AudioBuffer,
    options: AnalyzeFileOptions | AnalyzeChannelsOptions,
  ): FileAnalysis | FileAnalysis<ChannelToneEvent, readonly ChannelSummary[]> {
    this.#assertOpen();
    return analyzeRecording(() => this.#inference.ready(), this.#manifest.speechThreshold, input, options);
  }

  /** Lets suspended streams begin: call it in a click or key handler after `context-blocked`. @throws `context-blocked` */
  async resume(): Promise<void> {
    this.#assertOpen();
    this.#forgetClosed();
    await Promise.all([...this.#watches.values()].map((watch) => watch.resume()));
  }

  /** Ends all streams and frees worker, model and the context that Undertone made. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  /** The page was kept in the back/forward cache: tracks may have ended meanwhile without an event. */
  #comeBack(): void {
    for (const watch of this.#watches.values()) watch.look();
  }

  async #shutDown(): Promise<void> {
    this.#listeners.abort();
    await Promise.all([...this.#streams].map((stream) => stream.close()));
    for (const watch of this.#watches.values()) watch.close();
    this.#inference.terminate();
    await this.#ownContext?.close();
  }

  #sharedContext(): AudioContext {
    this.#context ??= this.#ownContext = new AudioContext();
    return this.#context;
  }

  #watchOf(context: AudioContext): ContextWatch {
    this.#forgetClosed();
    let watch = this.#watches.get(context);
    if (!watch) {
      watch = new ContextWatch(context, this.#workletUrls);
      this.#watches.set(context, watch);
    }
    return watch;
  }

  /** A context that the app has closed never runs again, and is not to be kept in memory. */
  #forgetClosed(): void {
    for (const context of this.#watches.keys()) if (context.state === 'closed') this.#watches.delete(context);
  }

  #assertOpen(): void {
    if (this.#closed) throw new UndertoneError('closed', 'This Undertone was closed; create a new one.');
  }
}

/** An instance can be declared with `await using`, which closes it at the end of its block. */
export interface Undertone extends AsyncDisposable {}

// `await using` closes an instance where the language has it; elsewhere the symbol is missing and so is the method.
if (Symbol.asyncDispose) {
  Object.defineProperty(Undertone.prototype, Symbol.asyncDispose, { value: Undertone.prototype.close });
}

/**
 * Loads the model, starts the worker and warms both up. Nothing is listened to until `analyze()`.
 *
 * @example
 * ```ts
 * import { createUndertone } from 'undertone';
 *
 * const leaving = new AbortController();
 * const undertone = await createUndertone({
 *   signal: leaving.signal,
 *   onProgress: ({ phase, loaded, total }) => console.log(phase, loaded, total),
 * });
 * for (const { code, message } of undertone.capabilities.notes) console.info(code, message);
 * ```
 * @throws `unsupported`, `bad-options`, `asset-load`, `csp-blocked`, `model-invalid`, `worker-crashed`, `aborted`
 */
export async function createUndertone(options: UndertoneOptions = {}): Promise<Undertone> {
  checkObject(options);
  const {
    model = DEFAULT_MODEL,
    assets,
    audioContext,
    provider = PROVIDER,
    threads = THREADS,
    signal,
    onProgress = () => {},
  } = options;
  checkInstance(options);
  const missing = missingFeatures();
  if (missing.length > 0) throw new UndertoneError('unsupported', `This browser lacks ${missing.join(', ')}.`);
  checkProvider(provider);
  checkThreads(threads);
  throwIfAborted(signal);
  const locations: Locations = locate(assets, model, document.baseURI);
  const { client, manifest, info, notes } = await startInference(locations, {
    provider,
    threads,
    signal,
    onProgress: (progress: LoadProgress) => notify(onProgress, progress),
  });
  // With what runs: what did not start the first time would keep the streams waiting once more.
  const restart = async (before: Capabilities, closing: AbortSignal): Promise<Restarted> => {
    const asked = { provider: before.provider, threads: before.threads, signal: closing, onProgress: () => {} };
    const started = await startInference(locations, asked);
    return { client: started.client, capabilities: { ...before, ...started.info, notes: [...started.notes, ...before.notes] } };
  };
  const { name, version, licence } = manifest;
  const transport = settleTransport();
  const capabilities: Capabilities = {
    ...info,
    transport: transport.value,
    crossOriginIsolated: globalThis.crossOriginIsolated,
    model: { name, version, licence },
    notes: [...notes, ...transport.notes],
  };
  return new Undertone(client, restart, manifest, capabilities, locations.worklet, audioContext);
}
