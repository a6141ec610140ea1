const HEADER_BYTES = 44;

/** Samples and rate of a mono 16-bit WAV with the plain header of 44 bytes. */
export function readWav(file) {
  const pcm = file.subarray(HEADER_BYTES);
  const samples = Float32Array.from({ length: pcm.length >> 1 }, (_, i) => pcm.readInt16LE(2 * i) / 32768);
  return { samples, sampleRate: file.readUInt32LE(24) };
}

/** A mono 16-bit WAV. */
export function writeWav(samples, sampleRate) {
  const file = Buffer.alloc(HEADER_BYTES + 2 * samples.length);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(2 * sampleRate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => file.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, sample))), HEADER_BYTES + 2 * i));
  return file;
}
