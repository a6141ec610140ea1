import type { Transport } from './capture/tap.js';
import type { Provider } from './inference/protocol.js';

/** What an instance uses, and why not more. */
export interface Capabilities {
  readonly provider: Provider;
  readonly threads: number;
  /** How audio reaches the worker: shared memory, or transferred chunks where the page is not isolated. */
  readonly transport: Transport;
  readonly crossOriginIsolated: boolean;
  readonly model: { readonly name: string; readonly version: string; readonly licence: string };
  /** Median time of one window after the warm-up, in ms. */
  readonly windowMs: number;
  /** One sentence for each thing that was asked for, or is possible elsewhere, and is not used here. */
  readonly notes: readonly string[];
}

/** The smallest module with a SIMD instruction (`i8x16.splat`), as wasm-feature-detect tests for it. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

/** Parts without which Undertone cannot run, that this browser lacks. */
export function missingFeatures(): string[] {
  const needed: Record<string, () => boolean> = {
    'AudioWorklet (needs https or localhost)': () => typeof AudioWorkletNode === 'function',
    Worker: () => typeof Worker === 'function',
    'WebAssembly with SIMD': () => typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_MODULE),
    'crypto.subtle (needs https or localhost)': () => typeof crypto === 'object' && crypto.subtle !== undefined,
  };
  return Object.keys(needed).filter((name) => !needed[name]!());
}

/** Whether Undertone can run here. Cheap, loads nothing, and is `false` on a server. */
export function isSupported(): boolean {
  return missingFeatures().length === 0;
}

/** Why WebGPU cannot be used here, or `undefined` if an adapter answers. */
export async function whyNoWebGpu(): Promise<string | undefined> {
  const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<object | null> } };
  if (!gpu) return 'WebGPU is not available in this browser: WASM is used.';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter ? undefined : 'WebGPU has no adapter here: WASM is used.';
}
