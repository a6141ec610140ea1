declare const __RUNTIME_SHA256__: Readonly<Record<'wasm' | 'webgpu', string>>;

/** Digests of onnxruntime-web's WebAssembly modules, put in by the build from the files it ships. */
export const RUNTIME_SHA256 = __RUNTIME_SHA256__;
