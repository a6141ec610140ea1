/** What runs the model: the CPU through WebAssembly, or the GPU through WebGPU. */
export type Provider = 'wasm' | 'webgpu';
