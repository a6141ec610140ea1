import createSpeex from '@echogarden/speex-resampler-wasm/simd';
import speexWasm from '@echogarden/speex-resampler-wasm/wasm/speex-resampler-simd.wasm';

/** SpeexDSP's best filter: flat to 7.5 kHz at 16 kHz out, images below -120 dB. */
const QUALITY = 10;

/** Most samples converted in one call; longer input is converted piece by piece. */
const BLOCK = 8192;

/** A streaming sample-rate converter of one mono signal. */
export interface Resampler {
  /** Converts all of `input`. */
  process(input: Float32Array): Float32Array;
  /** The last samples, which the filter still holds. */
  flush(): Float32Array;
  /** Overwrites the audio held and frees the filter. */
  close(): void;
}

export type ResamplerFactory = (inputRate: number, outputRate: number) => Resampler;

/** Compiles the converter once for the worker. @throws CompileError when a CSP forbids WebAssembly */
export async function loadResampler(): Promise<ResamplerFactory> {
  const speex = await createSpeex({ wasmBinary: speexWasm });
  return (inputRate, outputRate) => (inputRate === outputRate ? passThrough : new SpeexResampler(speex, inputRate, outputRate));
}

const passThrough: Resampler = {
  process: (input) => input,
  flush: () => new Float32Array(0),
  close: () => {},
};

type Speex = Awaited<ReturnType<typeof createSpeex>>;

class SpeexResampler implements Resampler {
  readonly #speex: Speex;
  readonly #state: number;
  readonly #input: number;
  readonly #output: number;
  readonly #inputLength: number;
  readonly #outputLength: number;
  readonly #outputCapacity: number;

  constructor(speex: Speex, inputRate: number, outputRate: number) {
    this.#speex = speex;
    this.#outputCapacity = Math.ceil((BLOCK * outputRate) / inputRate) + 1;
    this.#input = speex._malloc(BLOCK * 4);
    this.#output = speex._malloc(this.#outputCapacity * 4);
    this.#inputLength = speex._malloc(4);
    this.#outputLength = speex._malloc(4);
    this.#state = speex._speex_resampler_init(1, inputRate, outputRate, QUALITY, this.#inputLength);
    if (this.#state === 0) throw new RangeError(`No conversion from ${inputRate} Hz to ${outputRate} Hz.`);
    // Drops the filter's delay from the front, so that sample 0 out is sample 0 in.
    speex._speex_resampler_skip_zeros(this.#state);
  }

  process(input: Float32Array): Float32Array {
    const blocks: Float32Array[] = [];
    let at = 0;
    while (at < input.length) {
      const { consumed, output } = this.#convert(input.subarray(at, at + BLOCK));
      at += consumed;
      blocks.push(output);
    }
    return blocks.length === 1 ? blocks[0]! : concatenate(blocks);
  }

  flush(): Float32Array {
    return this.process(new Float32Array(this.#speex._speex_resampler_get_input_latency(this.#state)));
  }

  close(): void {
    this.#speex.HEAPF32.fill(0, this.#input / 4, this.#input / 4 + BLOCK);
    this.#speex.HEAPF32.fill(0, this.#output / 4, this.#output / 4 + this.#outputCapacity);
    this.#speex._speex_resampler_reset_mem(this.#state);
    this.#speex._speex_resampler_destroy(this.#state);
    for (const pointer of [this.#input, this.#output, this.#inputLength, this.#outputLength]) this.#speex._free(pointer);
  }

  #convert(block: Float32Array): { consumed: number; output: Float32Array } {
    // The heap views are read anew each time: growing memory detaches the old ones.
    this.#speex.HEAPF32.set(block, this.#input / 4);
    this.#speex.HEAPU32[this.#inputLength / 4] = block.length;
    this.#speex.HEAPU32[this.#outputLength / 4] = this.#outputCapacity;
    this.#speex._speex_resampler_process_float(this.#state, 0, this.#input, this.#inputLength, this.#output, this.#outputLength);
    const consumed = this.#speex.HEAPU32[this.#inputLength / 4]!;
    const produced = this.#speex.HEAPU32[this.#outputLength / 4]!;
    const from = this.#output / 4;
    return { consumed, output: this.#speex.HEAPF32.slice(from, from + produced) };
  }
}

function concatenate(blocks: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
