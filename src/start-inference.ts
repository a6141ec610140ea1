import { loadRuntime, type LoadedModel, type LoadOptions } from './assets/load.js';
import type { Locations } from './assets/locations.js';
import { RUNTIME_SHA256 } from './assets/runtime-digest.js';
import { whyNoWebGpu } from './capabilities.js';
import { WEBGPU_START_TIMEOUT_MS, WINDOW_SAMPLES } from './defaults.js';
import { throwIfAborted, UndertoneError } from './errors.js';
import { InferenceClient } from './inference/client.js';
import type { Provider, SessionInfo } from './inference/protocol.js';

export interface StartOptions extends LoadOptions {
  provider: Provider;
  threads: number;
}

export interface StartedInference {
  client: InferenceClient;
  info: SessionInfo;
  notes: string[];
}

/** Starts a worker on the provider that was asked for, or on WASM with a note that says why. */
export async function startInference(locations: Locations, model: LoadedModel, options: StartOptions): Promise<StartedInference> {
  const notes: string[] = [];
  if (options.provider === 'webgpu') {
    const reason = await whyNoWebGpu();
    if (reason) notes.push(reason);
    else {
      try {
        return await start('webgpu', locations.webgpu, model, options);
      } catch (error) {
        throwIfAborted(options.signal);
        notes.push(`WebGPU could not be used, so WASM is: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  const started = await start('wasm', locations, model, options);
  return { ...started, notes: [...notes, ...started.notes] };
}

/** What threads there may be of those asked for, and what cannot be had here. */
function settleThreads(threads: number, workerUrl: string): { threads: number; notes: string[] } {
  if (!globalThis.crossOriginIsolated) {
    const transport = 'The page is not cross-origin isolated (COOP and COEP headers): audio travels in messages, not in shared memory.';
    return { threads: 1, notes: threads > 1 ? [transport, `For the same reason 1 thread is used, not ${threads}.`] : [transport] };
  }
  // The runtime starts its threads from the worker's own address, which must be of the page's origin.
  if (threads > 1 && new URL(workerUrl).origin !== location.origin) {
    return { threads: 1, notes: [`The worker comes from another origin: 1 thread is used, not ${threads}.`] };
  }
  return { threads, notes: [] };
}

async function start(
  provider: Provider,
  urls: Pick<Locations, 'worker' | 'runtime'>,
  { manifest, bytes }: LoadedModel,
  options: StartOptions,
): Promise<StartedInference> {
  const { signal, onProgress } = options;
  const runtime = await loadRuntime(urls.runtime, RUNTIME_SHA256[provider], options);
  onProgress({ phase: 'start', loaded: bytes.byteLength, total: bytes.byteLength, cached: false });
  const client = await InferenceClient.spawn(urls.worker, signal);
  const abort = () => client.terminate();
  signal?.addEventListener('abort', abort);
  const late = new UndertoneError('unsupported', `WebGPU did not start within ${WEBGPU_START_TIMEOUT_MS / 1000} s.`);
  // Software adapters compile shaders for minutes; the WASM provider has nothing to wait for.
  const timer = provider === 'webgpu' ? setTimeout(() => client.terminate(late), WEBGPU_START_TIMEOUT_MS) : undefined;
  try {
    const { threads, notes } = settleThreads(options.threads, client.url);
    // A copy: if WebGPU turns out not to work, the model is needed once more.
    const model = bytes.slice(0);
    const info = await client.start({ model, runtime, provider, threads, windowSamples: WINDOW_SAMPLES, stateSize: manifest.stateSize });
    onProgress({ phase: 'ready', loaded: bytes.byteLength, total: bytes.byteLength, cached: false });
    return { client, info, notes };
  } catch (error) {
    client.terminate();
    throwIfAborted(signal);
    throw UndertoneError.from(error, 'worker-crashed', 'The inference worker could not start the session.');
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
