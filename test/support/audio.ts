const HEADER_BYTES = 44;

/** One of `test/clips`: 16 kHz, mono, 16 bits. */
export async function clip(name: string): Promise<Blob> {
  const response = await fetch(`/test/clips/${name}.wav`);
  if (!response.ok) throw new Error(`There is no clip ${name}.`);
  return response.blob();
}

/** The samples of a clip, at 16 kHz. */
export async function clipSamples(name: string): Promise<Float32Array<ArrayBuffer>> {
  const pcm = new Int16Array((await (await clip(name)).arrayBuffer()).slice(HEADER_BYTES));
  return Float32Array.from(pcm, (sample) => sample / 32768);
}

/** Makes a signal of `seconds` at `rate`, sample by sample from its time. */
export function signal(seconds: number, rate: number, at: (time: number) => number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => at(i / rate));
}

/** A 16-bit WAV of these channels. */
export function wav(channels: readonly Float32Array[], rate: number): Blob {
  const frames = channels[0]!.length;
  const bytes = 2 * frames * channels.length;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + bytes));
  const text = (at: number, letters: string) => Array.from(letters, (letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + bytes, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate * channels.length, true);
  view.setUint16(32, 2 * channels.length, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, bytes, true);
  for (let i = 0; i < frames; i++) {
    channels.forEach((channel, c) => {
      const sample = Math.max(-1, Math.min(1, channel[i]!));
      view.setInt16(HEADER_BYTES + 2 * (i * channels.length + c), Math.round(sample * 32767), true);
    });
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}

/**
 * A context that runs already: on a slow machine the start of the audio takes longer than Undertone waits before it reports
 * that the browser holds it back.
 */
export async function runningContext(options?: AudioContextOptions): Promise<AudioContext> {
  const context = new AudioContext(options);
  await context.resume();
  return context;
}

/** A node that plays these samples over and over. */
export function playing(
  context: AudioContext,
  samples: Float32Array<ArrayBuffer>,
  rate = context.sampleRate,
): AudioBufferSourceNode {
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: rate });
  buffer.copyToChannel(samples, 0);
  const node = new AudioBufferSourceNode(context, { buffer, loop: true });
  node.start();
  return node;
}

/** A node that plays a clip over and over. */
export async function playingClip(context: AudioContext, name: string): Promise<AudioBufferSourceNode> {
  return playing(context, await clipSamples(name), 16_000);
}

/** The fake microphone: speech, over and over. */
export function openMicrophone(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: true });
}
