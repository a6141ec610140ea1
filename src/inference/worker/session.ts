import type * as Ort from 'onnxruntime-web/wasm';
import { UndertoneError } from '../../errors.js';
import type { SessionInfo, SessionOptions } from '../protocol.js';
import { LABELS } from '../../model/labels.js';
import type { Provider } from '../../model/provider.js';

/** A build of onnxruntime-web: the plain one, or the one with WebGPU. */
export type OrtRuntime = typeof Ort;

export interface Prediction {
  sentiment: [number, number, number];
  speech: number;
  /** The stream's state after this window. */
  state: Float32Array;
  provider: Provider;
}

/** Slower than this, WebGPU is a software adapter, and the plain WASM build is the better one. */
const MAX_WEBGPU_WINDOW_MS = 250;

/**
 * Runs before a call begins; the last ones are timed. The first is 2 to 5 times slower. WASM is used however slow it is,
 * so one is enough; WebGPU is judged by its time.
 */
const WARM_UP = { wasm: { runs: 1, timed: 1 }, webgpu: { runs: 4, timed: 3 } } as const;

/**
 * WASM gains nothing from fused operators here, and looking for them takes as long as two windows at the start.
 * Folding of constants (`basic`) is needed: the graph unpacks its weights with ordinary operators.
 */
const GRAPH_OPTIMIZATION = { wasm: 'basic', webgpu: 'all' } as const;

const INPUTS = ['pcm', 'state'];
const OUTPUTS = ['sentiment', 'speech', 'next_state'];

/** onnxruntime's severity level for errors; its warnings are about node placement, which a page cannot change. */
const LOG_ERRORS = 3;

/** The model, loaded and warm. Runs are strictly one after another: the caller waits for each. */
export class ModelSession {
  readonly #ort: OrtRuntime;
  readonly #stateSize: number;
  /** The model's bytes, from which a lost GPU is replaced by the CPU. */
  readonly #fallback: ArrayBuffer | undefined;
  #session: Ort.InferenceSession;
  #provider: Provider;

  private constructor(ort: OrtRuntime, options: SessionOptions, session: Ort.InferenceSession) {
    this.#ort = ort;
    this.#stateSize = options.stateSize;
    this.#fallback = options.provider === 'webgpu' ? options.model : undefined;
    this.#session = session;
    this.#provider = options.provider;
  }

  /**
   * @throws `model-invalid` when the runtime cannot read the model or it breaks the contract
   * @throws `csp-blocked` when a Content-Security-Policy forbids WebAssembly
   * @throws `unsupported` when WebGPU was asked for and is no faster than software
   */
  static async create(ort: OrtRuntime, options: SessionOptions): Promise<{ session: ModelSession; info: SessionInfo }> {
    ort.env.wasm.wasmBinary = options.runtime;
    ort.env.wasm.numThreads = options.threads;
    const loaded = await load(ort, options.model, options.provider);
    // Compiled by now; 14 MB that nobody reads again.
    delete ort.env.wasm.wasmBinary;
    checkContract(loaded);
    const session = new ModelSession(ort, options, loaded);
    const windowMs = await session.#warmUp(options.windowSamples);
    if (options.provider === 'webgpu' && windowMs > MAX_WEBGPU_WINDOW_MS) {
      await loaded.release();
      throw new UndertoneError('unsupported', `WebGPU takes ${Math.round(windowMs)} ms a window here.`);
    }
    // The runtime lowers this by itself where threads cannot share memory.
    const threads = ort.env.wasm.numThreads ?? 1;
    return { session, info: { provider: session.#provider, threads, windowMs } };
  }

  /** The provider in use now. */
  get provider(): Provider {
    return this.#provider;
  }

  /** The state of a stream of which nothing has been heard. */
  newState(): Float32Array {
    return new Float32Array(this.#stateSize);
  }

  /**
   * @param pcm one window, 16 kHz mono in [-1, 1]
   * @param state of the stream before it
   */
  async run(pcm: Float32Array, state: Float32Array): Promise<Prediction> {
    try {
      return await this.#predict(pcm, state);
    } catch (error) {
      if (this.#provider !== 'webgpu') {
        throw UndertoneError.from(error, 'inference-failed', 'The runtime could not run the model on this window.');
      }
      // A lost device: go on with the CPU in the same session rather than end the call.
      this.#session.release().catch(() => {});
      this.#provider = 'wasm';
      this.#session = await load(this.#ort, this.#fallback!, 'wasm');
      return this.#predict(pcm, state);
    }
  }

  async #predict(pcm: Float32Array, before: Float32Array): Promise<Prediction> {
    const row = (values: Float32Array) => new this.#ort.Tensor('float32', values, [1, values.length]);
    const outputs = await this.#session.run({ pcm: row(pcm), state: row(before) });
    const [sentiment, speeches, state] = OUTPUTS.map((name) => numbersOf(outputs[name])) as [Numbers, Numbers, Numbers];
    const [negative, neutral, positive] = sentiment;
    const [speech = Number.NaN] = speeches;
    const sum = negative! + neutral! + positive!;
    if (sentiment.length !== LABELS.length || !(Math.abs(sum - 1) < 0.01) || ![...sentiment, speech].every(isProbability)) {
      throw new UndertoneError('model-invalid', `The model's output is no probability (sum ${sum}, speech ${speech}).`);
    }
    if (state.length !== this.#stateSize || !state.every(Number.isFinite)) {
      const message = `The model's next_state is no ${this.#stateSize} numbers, which the manifest's stateSize says.`;
      throw new UndertoneError('model-invalid', message);
    }
    return { sentiment: [negative! / sum, neutral! / sum, positive! / sum], speech, state, provider: this.#provider };
  }

  /** A state that no memory has room for is a rejection, too. */
  async #predictAnew(pcm: Float32Array): Promise<void> {
    await this.#predict(pcm, this.newState());
  }

  /** Median time of the timed runs. */
  async #warmUp(windowSamples: number): Promise<number> {
    const pcm = Float32Array.from({ length: windowSamples }, (_, i) => 0.1 * Math.sin(i / 5));
    const { runs, timed } = WARM_UP[this.#provider];
    const times: number[] = [];
    for (let i = 0; i < runs; i++) {
      const start = performance.now();
      await this.#predictAnew(pcm).catch((error: unknown) => {
        throw UndertoneError.from(
          error,
          'model-invalid',
          "The model does not run on a window and a state of the manifest's size.",
        );
      });
      times.push(performance.now() - start);
    }
    return times.slice(-timed).sort((a, b) => a - b)[timed >> 1]!;
  }
}

type Numbers = Float32Array;

/** What of a model's output is read: none where it is of another type. */
const numbersOf = (output: Ort.Tensor | undefined): Numbers =>
  output?.data instanceof Float32Array ? output.data : new Float32Array(0);

const isProbability = (value: number) => value >= 0 && value <= 1;

async function load(ort: OrtRuntime, model: ArrayBuffer, provider: Provider): Promise<Ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(new Uint8Array(model), {
      executionProviders: [provider],
      graphOptimizationLevel: GRAPH_OPTIMIZATION[provider],
      logSeverityLevel: LOG_ERRORS,
    });
  } catch (error) {
    // The plain build's WebAssembly was allowed when the resampler's was; the glue of WebGPU's build makes functions of text.
    if (/content security policy|unsafe-eval/i.test(String(error))) {
      const message = "WebGPU's runtime needs 'unsafe-eval' in script-src, which the Content-Security-Policy forbids.";
      throw new UndertoneError('csp-blocked', message, { cause: error });
    }
    throw new UndertoneError('model-invalid', `The runtime could not load the model: ${String(error)}`, { cause: error });
  }
}

function checkContract({ inputNames, outputNames }: Ort.InferenceSession): void {
  const fits = INPUTS.every((name) => inputNames.includes(name)) && OUTPUTS.every((name) => outputNames.includes(name));
  if (!fits) {
    throw new UndertoneError(
      'model-invalid',
      `The model has inputs ${inputNames.join()} and outputs ${outputNames.join()}; ${INPUTS.join()} and ${OUTPUTS.join()} are needed.`,
    );
  }
}
