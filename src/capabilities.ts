import type { Provider } from './model/provider.js';
import type { Transport } from './ring/transport.js';

/**
 * Why something that was asked for, or is possible elsewhere, is not used here.
 *
 * - `webgpu-unavailable`   The browser has no WebGPU, or no adapter for it: WASM is used.
 * - `webgpu-failed`        WebGPU was tried and did not start, or is too slow: WASM is used.
 * - `not-isolated`         The page is not cross-origin isolated (COOP and COEP headers): audio travels in messages.
 * - `no-shared-memory`     The page is isolated, but the browser lacks `SharedArrayBuffer` or `Atomics.waitAsync`: audio travels in messages.
 * - `threads-not-isolated` For the same reason as `not-isolated`, fewer threads are used than were asked for.
 * - `threads-cross-origin` The worker comes from another origin, so that its threads cannot start: 1 is used.
 * - `threads-unavailable`  The browser or the runtime allows fewer threads than were asked for.
 * - `threads-failed`       The threads were tried and did not start, at first or after a crash: 1 is used.
 */
export type CapabilityNoteCode =
  | 'webgpu-unavailable'
  | 'webgpu-failed'
  | 'not-isolated'
  | 'no-shared-memory'
  | 'threads-not-isolated'
  | 'threads-cross-origin'
  | 'threads-unavailable'
  | 'threads-failed';

/** One fallback. */
export interface CapabilityNote {
  /** What kind of fallback it is. */
  readonly code: CapabilityNoteCode;
  /** The same in a sentence, with what would change it. */
  readonly message: string;
}

/** Which provider, threads and transport an instance uses; `notes` explains each fallback. */
export interface Capabilities {
  /** What runs the model. */
  readonly provider: Provider;
  /** Threads that run the model. */
  readonly threads: number;
  /** How audio reaches the worker: shared memory, or transferred chunks where memory cannot be shared. */
  readonly transport: Transport;
  /** Whether the page is cross-origin isolated, as the browser says. */
  readonly crossOriginIsolated: boolean;
  /** The model that is loaded, and the licence of its weights. */
  readonly model: { readonly name: string; readonly version: string; readonly licence: string };
  /** Time of one window at the start, in ms. On WASM it is the very first one, so later windows take less. */
  readonly windowMs: number;
  /** One entry for each fallback; empty where everything that was asked for is used. */
  readonly notes: readonly CapabilityNote[];
}

/** The smallest module with a SIMD instruction (`i8x16.splat`), as wasm-feature-detect tests for it. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Parts without which Undertone cannot run, that this browser lacks. */
export function missingFeatures(): string[] {
  const needed: Record<string, () => boolean> = {
    'AudioWorklet (needs https or localhost)': () => typeof AudioWorkletNode === 'function',
    // The worker's file is of another origin than an opaque one, and does not start there. Pages from files have none either.
    'an origin of its own (a sandboxed frame needs allow-same-origin)': () =>
      globalThis.origin !== 'null' || location.protocol === 'file:',
    Worker: () => typeof Worker === 'function',
    'WebAssembly with SIMD': () => typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_MODULE),
    'crypto.subtle (needs https or localhost)': () => typeof crypto === 'object' && crypto.subtle !== undefined,
  };
  return Object.keys(needed).filter((name) => !needed[name]!());
}

/**
 * Whether Undertone can run here. Cheap, loads nothing, and is `false` on a server and in a frame that is sandboxed without
 * `allow-same-origin`. Where it is `false`, `createUndertone()` rejects with `unsupported` and says what is missing.
 *
 * @example
 * ```ts
 * import { createUndertone, isSupported } from 'undertone';
 *
 * if (isSupported()) {
 *   const undertone = await createUndertone();
 *   console.log(undertone.capabilities.provider);
 * }
 * ```
 */
export function isSupported(): boolean {
  return missingFeatures().length === 0;
}

/**
 * Whether samples can be copied out of an `AudioData` of WebCodecs. WebKit on Linux (WebKitGTK and WPE) takes the page down with
 * it, which no try could find out.
 */
export function canCopyAudioData(): boolean {
  return !(navigator.vendor.startsWith('Apple') && navigator.platform.startsWith('Linux'));
}

/** What a part of the set-up was settled to, and the fallbacks taken on the way. */
export interface Settled<Value> {
  readonly value: Value;
  readonly notes: readonly CapabilityNote[];
}

/** Whether this page may share memory and sleep on it without blocking. */
function canShareMemory(): boolean {
  return globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function' && typeof Atomics.waitAsync === 'function';
}

/** How audio can reach the worker on this page. */
export function settleTransport(): Settled<Transport> {
  if (canShareMemory()) return { value: 'shared', notes: [] };
  const note: CapabilityNote = globalThis.crossOriginIsolated
    ? {
        code: 'no-shared-memory',
        message: 'This browser lacks SharedArrayBuffer or Atomics.waitAsync: audio travels in messages, not in shared memory.',
      }
    : {
        code: 'not-isolated',
        message:
          'The page is not cross-origin isolated (COOP and COEP headers): audio travels in messages, not in shared memory.',
      };
  return { value: 'port', notes: [note] };
}

/** The threads there may be of the `wanted` ones, for a worker that came from `workerUrl`. */
export function settleThreads(wanted: number, workerUrl: string): Settled<number> {
  if (wanted === 1) return { value: 1, notes: [] };
  if (!globalThis.crossOriginIsolated) {
    const message = `The page is not cross-origin isolated (COOP and COEP headers): 1 thread is used, not ${wanted}.`;
    return { value: 1, notes: [{ code: 'threads-not-isolated', message }] };
  }
  // The runtime would use one, and say nothing where it was told of none.
  if (typeof SharedArrayBuffer !== 'function') {
    const message = `This browser lacks SharedArrayBuffer, which threads share: 1 thread is used, not ${wanted}.`;
    return { value: 1, notes: [{ code: 'threads-unavailable', message }] };
  }
  // The runtime starts its threads from the worker's own address, which must be of the page's origin.
  if (new URL(workerUrl).origin !== location.origin) {
    const message = `The worker comes from another origin: 1 thread is used, not ${wanted}.`;
    return { value: 1, notes: [{ code: 'threads-cross-origin', message }] };
  }
  return { value: wanted, notes: [] };
}

/** The note that the runtime took fewer threads than it was given. */
export function explainFewerThreads(wanted: number, used: number): CapabilityNote[] {
  if (used >= wanted) return [];
  return [{ code: 'threads-unavailable', message: `This browser or its runtime allows ${used} of ${wanted} threads.` }];
}

/** Why WebGPU cannot be used here, or `undefined` if an adapter answers. */
export async function whyNoWebGpu(): Promise<CapabilityNote | undefined> {
  const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<object | null> } };
  if (!gpu) return { code: 'webgpu-unavailable', message: 'WebGPU is not available in this browser: WASM is used.' };
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? undefined : { code: 'webgpu-unavailable', message: 'WebGPU has no adapter here: WASM is used.' };
}
