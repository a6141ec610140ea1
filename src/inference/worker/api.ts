import * as Comlink from 'comlink';
import { MODEL_RATE } from '../../model/contract.js';
import { UndertoneError } from '../../errors.js';
import type { InferenceApi, WorkerEvent } from '../protocol.js';
import { StreamPipeline, type Shared } from './pipeline.js';
import { READY } from '../ready.js';
import { loadResampler } from './resampler.js';
import { Scheduler } from './scheduler.js';
import { ModelSession, type OrtRuntime } from './session.js';
import { installErrorTransfer } from '../wire-errors.js';

/** Serves one session and all streams of the page from this worker. */
export function serve(ort: OrtRuntime): void {
  // The runtime's threads load this same file again; they are not ours to serve from.
  if (self.name.startsWith('em-pthread')) return;
  installErrorTransfer();
  // Only uncaught errors reach the page as a crash; a lost rejection would leave it waiting.
  self.addEventListener('unhandledrejection', ({ reason }) => {
    queueMicrotask(() => {
      throw reason;
    });
  });
  Comlink.expose(createApi(ort));
  self.postMessage(READY);
}

interface OpenStream {
  pipeline: StreamPipeline;
  /** Of a stream without `emit`: what the next `push` or `flush` returns. */
  events: WorkerEvent[];
}

function createApi(ort: OrtRuntime): InferenceApi {
  const streams = new Map<string, OpenStream>();
  let shared: Shared | undefined;

  const stream = (key: string): OpenStream => {
    const found = streams.get(key);
    if (!found) throw new UndertoneError('closed', `There is no open stream "${key}".`);
    return found;
  };

  return {
    async start(options) {
      const createResampler = await loadResampler().catch((error: unknown) => {
        throw new UndertoneError(
          'csp-blocked',
          "WebAssembly could not be compiled: a Content-Security-Policy needs 'wasm-unsafe-eval' in script-src.",
          { cause: error },
        );
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
    open(options, emit) {
      if (!shared) throw new UndertoneError('closed', 'The session has not been started.');
      const events: WorkerEvent[] = [];
      const collect = (event: WorkerEvent) => void events.push(event);
      streams.set(options.key, { events, pipeline: new StreamPipeline(shared, options, emit ?? collect) });
    },
    attach: (key, reader, sampleRate) => stream(key).pipeline.attach(reader, sampleRate),
    setPaused: (key, paused) => stream(key).pipeline.setPaused(paused),
    async push(key, samples) {
      const { pipeline, events } = stream(key);
      await pipeline.push(samples);
      return events.splice(0);
    },
    async flush(key) {
      const { pipeline, events } = stream(key);
      await pipeline.flush();
      return events.splice(0);
    },
    close(key) {
      streams.get(key)?.pipeline.close();
      streams.delete(key);
    },
  };
}
