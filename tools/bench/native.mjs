/** The same model in native onnxruntime, for comparison. */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Time of each window of noise in native onnxruntime, in ms; the model takes the same time for any input. */
export async function nativeWindows(model, windowSamples, threads, runs) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: threads, graphOptimizationLevel: 'all' });
  const pcm = Float32Array.from({ length: windowSamples }, () => 0.2 * (Math.random() - 0.5));
  const input = { pcm: new Tensor('float32', pcm, [1, windowSamples]) };
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
