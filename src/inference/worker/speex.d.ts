declare module '@echogarden/speex-resampler-wasm/simd' {
  interface SpeexModule {
    readonly HEAPF32: Float32Array;
    readonly HEAPU32: Uint32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _speex_resampler_init(channels: number, inRate: number, outRate: number, quality: number, error: number): number;
    _speex_resampler_skip_zeros(state: number): number;
    _speex_resampler_get_input_latency(state: number): number;
    _speex_resampler_process_float(
      state: number,
      channel: number,
      input: number,
      inputLength: number,
      output: number,
      outputLength: number,
    ): number;
    _speex_resampler_reset_mem(state: number): number;
    _speex_resampler_destroy(state: number): void;
  }
  export default function createSpeex(options: { wasmBinary: Uint8Array }): Promise<SpeexModule>;
}

declare module '@echogarden/speex-resampler-wasm/wasm/speex-resampler-simd.wasm' {
  /** The module's bytes, inlined by the build. */
  const bytes: Uint8Array;
  export default bytes;
}
