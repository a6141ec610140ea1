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
  return inContainer(toIntegers(samples), INTEGERS, 2, sampleRate);
}

/** A 16-bit WAV of a call as recorders write it: two speakers, one after the other, each on a side. */
export function writeCallWav(first, second, sampleRate) {
  const interleaved = [...first.flatMap((sample) => [sample, 0]), ...second.flatMap((sample) => [0, sample])];
  return inContainer(toIntegers(interleaved), INTEGERS, 2, sampleRate, 2);
}

function toIntegers(samples) {
  const data = Buffer.alloc(2 * samples.length);
  samples.forEach((sample, i) => data.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, sample))), 2 * i));
  return data;
}

/** A mono WAV of 32-bit floats, which can hold what integers cannot. */
export function writeFloatWav(samples, sampleRate) {
  return inContainer(Buffer.from(Float32Array.from(samples).buffer), FLOATS, 4, sampleRate);
}

function inContainer(data, format, width, sampleRate, channels = 1) {
  const head = Buffer.alloc(HEADER_BYTES);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEADER_BYTES + data.length - 8, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(format, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(sampleRate, 24);
  head.writeUInt32LE(channels * width * sampleRate, 28);
  head.writeUInt16LE(channels * width, 32);
  head.writeUInt16LE(8 * width, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
