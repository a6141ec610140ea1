import { loadModel, loadRuntime, type LoadedModel, type LoadOptions } from '../assets/load.js';
import type { Locations } from '../assets/locations.js';
import { RUNTIME_SHA256 } from '../assets/runtime-digest.js';
import { explainFewerThreads, settleThreads, whyNoWebGpu, type CapabilityNote, type Settled } from '../capabilities.js';
import { throwIfAborted, UndertoneError } from '../errors.js';
import { WINDOW_SAMPLES } from '../model/contract.js';
import type { ModelManifest } from '../model/manifest.js';
import type { Provider } from '../model/provider.js';
import { InferenceClient } from './client.js';
import type { SessionInfo } from './protocol.js';

/**
 * How long a session may take to start, in milliseconds. Software adapters compile WebGPU's shaders for minutes, and threads that start
 * may wait for each other for ever: WASM with one thread is used instead then. That takes a second or two, and what takes much longer
 * hangs.
 */
const START_TIMEOUT_MS = { webgpu: 20_000, threads: 20_000, wasm: 120_000 };

export interface StartOptions extends LoadOptions {
  provider: Provider;
  threads: number;
}

export interface StartedInference {
  client: InferenceClient;
  manifest: ModelManifest;
  info: SessionInfo;
  notes: CapabilityNote[];
}

/** Starts a worker on the provider that was asked for, or on WASM with a note that says why. */
export async function startInference(locations: Locations, options: StartOptions): Promise<StartedInference> {
  return withSignal(options.signal, async (signal) => {
    const model = loadModel(locations, { ...options, signal });
    // Whoever waits for it first meets its failure; until then it is not a lost one.
    model.catch(() => {});
    const notes: CapabilityNote[] = [];
    if (options.provider === 'webgpu') {
      const reason = await whyNoWebGpu();
      if (reason) notes.push(reason);
      else {
        try {
          return await start('webgpu', locations.webgpu, model, { ...options, signal });
        } catch (error) {
          throwIfAborted(signal);
          // Without a model there is nothing to fall back to.
          await model;
          const message = `WebGPU could not be used, so WASM is: ${error instanceof Error ? error.message : String(error)}`;
          notes.push({ code: 'webgpu-failed', message });
        }
      }
    }
    const started = await start('wasm', locations, model, { ...options, signal });
    return { ...started, notes: [...notes, ...started.notes] };
  });
}

/**
 * The model, which is loading already, the runtime and the worker load at the same time; the first failure ends all. Threads that do not
 * start give way to one, in another worker.
 */
function start(
  provider: Provider,
  urls: Pick<Locations, 'worker' | 'runtime'>,
  model: Promise<LoadedModel>,
  options: StartOptions,
): Promise<StartedInference> {
  return withSignal(options.signal, async (signal) => {
    const worker = InferenceClient.spawn(urls.worker, signal);
    try {
      const [client, runtime, loaded] = await Promise.all([
        worker,
        loadRuntime(urls.runtime, RUNTIME_SHA256[provider], { ...options, signal }),
        model,
      ]);
      const threads = settleThreads(options.threads, client.url);
      try {
        return await startSession(client, provider, runtime, loaded, threads, { ...options, signal });
      } catch (error) {
        throwIfAborted(signal);
        const crashed = error instanceof UndertoneError && error.code === 'worker-crashed';
        if (!crashed || provider !== 'wasm' || threads.value === 1) throw error;
        const message = `${threads.value} threads did not start, so 1 is used: ${error.message}`;
        const started = await start(provider, urls, model, { ...options, signal, threads: 1 });
        return { ...started, notes: [{ code: 'threads-failed', message }, ...started.notes] };
      }
    } catch (error) {
      worker.then(
        (client) => client.terminate(),
        () => {},
      );
      throwIfAborted(signal);
      throw UndertoneError.from(error, 'worker-crashed', 'The inference worker could not start the session.');
    }
  });
}

async function startSession(
  client: InferenceClient,
  provider: Provider,
  runtime: ArrayBuffer,
  { manifest, bytes }: LoadedModel,
  threads: Settled<number>,
  { signal, onProgress }: StartOptions,
): Promise<StartedInference> {
  const progress = { loaded: bytes.byteLength, total: bytes.byteLength, cached: false };
  onProgress({ phase: 'start', ...progress });
  throwIfAborted(signal);
  const abort = () => client.terminate();
  signal?.addEventListener('abort', abort);
  const what = provider === 'wasm' && threads.value > 1 ? 'threads' : provider;
  const limit = START_TIMEOUT_MS[what];
  const within = `did not start within ${limit / 1000} s`;
  const late =
    what === 'webgpu'
      ? new UndertoneError('unsupported', `WebGPU ${within}.`)
      : new UndertoneError(
          'worker-crashed',
          `The session of the inference worker ${within}${what === 'wasm' ? ': try again' : ''}.`,
        );
  const timer = setTimeout(() => client.terminate(late), limit);
  try {
    // Where there is something to fall back to, the model may be needed once more; otherwise the page keeps none of it.
    const model = what === 'wasm' ? bytes : bytes.slice(0);
    const { stateSize } = manifest;
    const info = await client.start({
      model,
      runtime,
      provider,
      threads: threads.value,
      windowSamples: WINDOW_SAMPLES,
      stateSize,
    });
    onProgress({ phase: 'ready', ...progress });
    return { client, manifest, info, notes: [...threads.notes, ...explainFewerThreads(threads.value, info.threads)] };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Runs `use` with a signal that fires with `outer`, or once `use` has ended: what it left under way then ends too. */
async function withSignal<T>(outer: AbortSignal | undefined, use: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const inner = new AbortController();
  const abort = () => inner.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort, { signal: inner.signal });
  try {
    return await use(inner.signal);
  } finally {
    inner.abort();
  }
}
