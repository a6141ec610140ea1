import { createUndertone } from 'undertone';

/** Two seconds of silence, as WAV. */
function audioFile() {
  const view = new DataView(new ArrayBuffer(44 + 64_000));
  const header = [
    0x46464952,
    36 + 64_000,
    0x45564157,
    0x20746d66,
    16,
    0x00010001,
    16_000,
    32_000,
    0x00100002,
    0x61746164,
    64_000,
  ];
  header.forEach((word, i) => view.setUint32(4 * i, word, true));
  return view.buffer;
}

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
  // The reader of recordings is a script that the bundler had to find, too.
  const file = new Blob([audioFile()]);
  const { windows } = await undertone.analyzeFile(file, { consent }).summary;
  const { threads, transport } = undertone.capabilities;
  await undertone.close();
  return { provider, threads, transport, windows };
};
