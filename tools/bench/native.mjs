/** The same model in native onnxruntime, for comparison. */
import { InferenceSession, Tensor } from 'onnxruntime-node';

const WINDOW_SAMPLES = 80_000;

/** Time of each window of noise in native onnxruntime, in ms; the model takes the same time for any input. */
export async function nativeWindows(model, threads, runs) {
  const options = { intraOpNumThreads: threads, graphOptimizationLevel: 'all' };
  const session = await InferenceSession.create(model, options);
  const pcm = Float32Array.from({ length: WINDOW_SAMPLES }, () => 0.2 * (Math.random() - 0.5));
  const [, size] = session.inputMetadata.find(({ name }) => name === 'state').shape;
  const state = new Tensor('float32', new Float32Array(size), [1, size]);
  const input = { pcm: new Tensor('float32', pcm, [1, WINDOW_SAMPLES]), state };
  await session.run(input);
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await session.run(input);
    times.push(performance.now() - start);
  }
  await session.release();
  return times;
}
