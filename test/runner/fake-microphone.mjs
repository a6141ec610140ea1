import { readFile, writeFile } from 'node:fs/promises';
import { readWav, writeWav } from './wav.mjs';

const CLIPS = ['spoken-neutral-meeting', 'spoken-positive-news', 'spoken-negative-refund'];

/** Chromium reads a fake microphone at 48 kHz; the clips have 16 kHz. */
const FACTOR = 3;

/** Writes what Chromium plays, over and over, as the microphone; returns the path. */
export async function writeFakeMicrophone(path) {
  const clips = await Promise.all(CLIPS.map(async (name) => readWav(await readFile(`test/clips/${name}.wav`))));
  const samples = clips.flatMap((clip) => Array.from(clip.samples));
  const upsampled = new Float32Array(samples.length * FACTOR);
  for (let i = 0; i < upsampled.length; i++) {
    const at = i / FACTOR;
    const from = samples[Math.floor(at)];
    const to = samples[Math.ceil(at)] ?? 0;
    upsampled[i] = from + (to - from) * (at % 1);
  }
  await writeFile(path, writeWav(upsampled, clips[0].sampleRate * FACTOR));
  return path;
}
