/** The same model in native onnxruntime, for comparison. */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** The runtime warns that an input has a default: that of the stream's state is meant to. */
const LOG_ERRORS = 3;

/** Time of each window of noise in native onnxruntime, in ms; the model takes the same time for any input. */
export async function nativeWindows(model, windowSamples, threads, runs) {
  const options = { intraOpNumThreads: threads, graphOptimizationLevel: 'all', logSeverityLevel: LOG_ERRORS };
  const session = await InferenceSession.create(model, options);
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
