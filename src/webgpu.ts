import { UndertoneError, type WebGpuUrls } from 'undertone';

/**
 * Where a bundler puts the WebGPU build. Importing this makes it emit the 27 MB runtime, which is why it is a module of its own.
 *
 * @example
 * ```ts
 * import { createUndertone } from 'undertone';
 * import { webgpu } from 'undertone/webgpu';
 *
 * const undertone = await createUndertone({ provider: 'webgpu', assets: { webgpu: webgpu() } });
 * ```
 * @throws `bad-options` where the script has no address (a classic script has no `import.meta.url`)
 */
export function webgpu(): WebGpuUrls {
  try {
    return {
      worker: new URL('./webgpu/undertone.webgpu-worker.js', import.meta.url),
      runtime: new URL('./webgpu/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url),
    };
  } catch (cause) {
    const message = 'This script has no address of its own: pass the URLs of worker and runtime as assets.webgpu.';
    throw new UndertoneError('bad-options', message, { cause });
  }
}
