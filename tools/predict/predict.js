/** The model in stock onnxruntime-web, without the SDK around it: each window as the first of a stream. */
import * as wasm from 'onnxruntime-web/wasm';
import * as webgpu from 'onnxruntime-web/webgpu';

const WINDOW_SAMPLES = 80_000;

globalThis.predict = async (model, windows, provider) => {
  const ort = provider === 'webgpu' ? webgpu : wasm;
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(model, { executionProviders: [provider] });
  const samples = new Float32Array(await (await fetch(windows)).arrayBuffer());
  const [, size] = session.inputMetadata.find(({ name }) => name === 'state').shape;
  const state = new ort.Tensor('float32', new Float32Array(size), [1, size]);
  for (let start = 0; start < samples.length; start += WINDOW_SAMPLES) {
    const pcm = new ort.Tensor('float32', samples.slice(start, start + WINDOW_SAMPLES), [1, WINDOW_SAMPLES]);
    const { sentiment, speech } = await session.run({ pcm, state });
    await globalThis.answer([[...sentiment.data], speech.data[0]]);
  }
};
