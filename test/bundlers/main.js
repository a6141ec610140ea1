import { createUndertone } from 'undertone';

/** Loads everything that the bundler had to find, and hears half a second of a tone. */
globalThis.tryUndertone = async (options) => {
  const undertone = await createUndertone({ threads: 2, ...options });
  const audio = new AudioBuffer({ length: 24_000, sampleRate: 48_000 });
  audio.getChannelData(0).forEach((_, i, samples) => (samples[i] = 0.1 * Math.sin(i / 20)));
  const context = new AudioContext();
  // On a slow machine the start takes longer than Undertone waits for it.
  await context.resume();
  const source = new AudioBufferSourceNode(context, { buffer: audio, loop: true });
  source.start();
  const consent = { subject: 'a sine', purpose: 'test', obtainedAt: 0 };
  const stream = undertone.analyze(source, { consent, hopMs: 500 });
  const { provider } = await new Promise((resolve, reject) => {
    stream.on('tone', resolve);
    stream.on('error', reject);
  });
  const { threads, transport } = undertone.capabilities;
  await undertone.close();
  return { provider, threads, transport };
};
