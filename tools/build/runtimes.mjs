/** onnxruntime-web's WebAssembly modules: where they are, and what the package checks them against. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const FOLDER = 'node_modules/onnxruntime-web/dist';

export const RUNTIMES = {
  wasm: `${FOLDER}/ort-wasm-simd-threaded.wasm`,
  webgpu: `${FOLDER}/ort-wasm-simd-threaded.asyncify.wasm`,
};

const sha256 = async (file) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

export const RUNTIME_SHA256 = { wasm: await sha256(RUNTIMES.wasm), webgpu: await sha256(RUNTIMES.webgpu) };
