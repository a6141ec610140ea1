import type { WebGpuUrls } from 'undertone';

/**
 * Where a bundler puts the WebGPU build. Importing this makes it emit the 27 MB runtime, which is why it is a module
 * of its own: `createUndertone({ provider: 'webgpu', assets: { webgpu: webgpu() } })`.
 */
export function webgpu(): WebGpuUrls {
  return {
    worker: new URL('./webgpu/undertone.webgpu-worker.js', import.meta.url),
    runtime: new URL('./webgpu/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url),
  };
}
