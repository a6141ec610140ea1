const HEADER_BYTES = 44;

/** Formats of samples. */
const INTEGERS = 1;
const FLOATS = 3;

/** Samples and rate of a mono 16-bit WAV with the plain header of 44 bytes. */
export function readWav(file) {
  const pcm = file.subarray(HEADER_BYTES);
  const samples = Float32Array.from({ length: pcm.length >> 1 }, (_, i) => pcm.readInt16LE(2 * i) / 32768);
  return { samples, sampleRate: file.readUInt32LE(24) };
}

/** A mono 16-bit WAV. */
export function writeWav(samples, sampleRate) {
  const data = Buffer.alloc(2 * samples.length);
  samples.forEach((sample, i) => data.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, sample))), 2 * i));
  return inContainer(data, INTEGERS, 2, sampleRate);
}

/** A mono WAV of 32-bit floats, which can hold what integers cannot. */
export function writeFloatWav(samples, sampleRate) {
  return inContainer(Buffer.from(Float32Array.from(samples).buffer), FLOATS, 4, sampleRate);
}

function inContainer(data, format, width, sampleRate) {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEADER_BYTES + data.length - 8, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(width * sampleRate, 28);
  head.writeUInt16LE(width, 32);
  head.writeUInt16LE(8 * width, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
