import * as Comlink from 'comlink';
import { MODEL_RATE } from '../../model/contract.js';
import { inWords, UndertoneError } from '../../errors.js';
import { admitCalls } from '../admit.js';
import type { InferenceApi, StreamOptions, WorkerEvent } from '../protocol.js';
import { checkFrame, checkPort, checkRate, checkReader, checkSamples, checkStream } from './check-call.js';
import { StreamPipeline, type Shared } from './pipeline.js';
import { NO_WEBASSEMBLY, READY } from '../ready.js';
import { loadResampler } from './resampler.js';
import { Scheduler } from './scheduler.js';
import { ModelSession, type OrtRuntime } from './session.js';
import { trustThreads } from './trusted-threads.js';
import { installErrorTransfer } from '../wire-errors.js';

/** Serves one session and all streams of the page from this worker. */
export function serve(ort: OrtRuntime): void {
  // The runtime's threads load this same file again; they are not ours to serve from.
  if (self.name.startsWith('em-pthread')) return;
  installErrorTransfer();
  trustThreads();
  // Only uncaught errors reach the page as a crash; a lost rejection would leave it waiting.
  self.addEventListener('unhandledrejection', ({ reason }) => {
    queueMicrotask(() => {
      throw reason;
    });
  });
  admitCalls(self, 1);
  // Without a prototype: what is not named there cannot be called.
  Comlink.expose(Object.assign(Object.create(null), createApi(ort)));
  self.postMessage(isWebAssemblyForbidden() ? NO_WEBASSEMBLY : READY);
}

interface OpenStream {
  readonly pipeline: StreamPipeline;
  /** Events of a recording that `push` or `flush` is to return. */
  readonly events: WorkerEvent[];
  /** Resolves once the page has taken all events that were given. */
  readonly taken: () => Promise<unknown>;
  /** Lets go of the page's function that gets the events. */
  readonly release: () => void;
}

function createApi(ort: OrtRuntime): InferenceApi {
  const streams = new Map<string, OpenStream>();
  let shared: Shared | undefined;

  const stream = (key: string): OpenStream => {
    const found = streams.get(key);
    if (!found) throw new UndertoneError('closed', `There is no open stream ${inWords(key)}.`);
    return found;
  };

  const open = (options: StreamOptions, emit: (event: WorkerEvent) => void, rest: Omit<OpenStream, 'pipeline'>): void => {
    if (!shared) throw new UndertoneError('closed', 'The session has not been started.');
    if (streams.has(options.key)) throw new UndertoneError('bad-options', `There is a stream "${options.key}" already.`);
    streams.set(options.key, { ...rest, pipeline: new StreamPipeline(shared, options, emit) });
  };

  return {
    answer() {},
    async start(options) {
      const createResampler = await loadResampler().catch((cause: unknown) => {
        throw new UndertoneError('worker-crashed', `The resampler could not be started: ${String(cause)}`, { cause });
      });
      const { session, info } = await ModelSession.create(ort, options);
      shared = {
        session,
        scheduler: new Scheduler(),
        createResampler,
        sampleRate: MODEL_RATE,
        windowSamples: options.windowSamples,
      };
      return info;
    },
    open(options, listener) {
      checkStream(options);
      checkPort(listener);
      const emit = Comlink.wrap<(event: WorkerEvent) => void>(listener);
      const released = Promise.withResolvers<void>();
      const release = () => {
        // Comlink holds the port until it is told to let go of it, and then forgets what was not answered yet.
        emit[Comlink.releaseProxy]();
        released.resolve();
      };
      const untaken = new Set<Promise<unknown>>();
      const tell = (event: WorkerEvent) => {
        const told = Promise.resolve(emit(event)).catch(() => {});
        untaken.add(told);
        void told.then(() => untaken.delete(told));
      };
      open(options, tell, { events: [], taken: () => Promise.race([Promise.all(untaken), released.promise]), release });
    },
    openRecording(options) {
      checkStream(options);
      const events: WorkerEvent[] = [];
      open(options, (event) => void events.push(event), { events, taken: async () => {}, release: () => {} });
    },
    attach(key, reader, sampleRate) {
      checkReader(reader);
      checkRate(sampleRate);
      stream(key).pipeline.attach(reader, sampleRate);
    },
    async feed(key, samples, end) {
      checkSamples(samples);
      checkFrame(end);
      const { pipeline, taken } = stream(key);
      await pipeline.feed(samples, end);
      await taken();
    },
    setPaused: (key, paused) => stream(key).pipeline.setPaused(paused === true),
    async push(key, samples, sampleRate) {
      checkSamples(samples);
      if (sampleRate !== undefined) checkRate(sampleRate);
      const { pipeline, events } = stream(key);
      await pipeline.push(samples, sampleRate);
      return events.splice(0);
    },
    async flush(key, last) {
      const { pipeline, events, taken } = stream(key);
      await pipeline.flush(last);
      // Events and answers travel by different ports, whose order nothing promises.
      await taken();
      return events.splice(0);
    },
    close(key) {
      const { pipeline, release } = streams.get(key) ?? {};
      streams.delete(key);
      pipeline?.close();
      release?.();
    },
  };
}

/** What every module of WebAssembly begins with, and the smallest of them. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

function isWebAssemblyForbidden(): boolean {
  try {
    return !new WebAssembly.Module(EMPTY_MODULE);
  } catch (error) {
    // Of a policy, browsers tell in words of their own, and never by a type.
    return /unsafe-eval|content.security.policy|\bCSP\b/i.test(String(error));
  }
}
