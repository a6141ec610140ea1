import { PcmSource } from 'undertone';

const RATE = 16_000;
const CHUNK_MS = 100;

/** A source that is fed with these samples at 16 kHz, over and over, about as fast as they last, until it is closed. */
export function feeding(samples: Float32Array): PcmSource {
  const source = new PcmSource({ sampleRate: RATE });
  const chunk = (CHUNK_MS / 1000) * RATE;
  const feed = async (at: number): Promise<void> => {
    try {
      await source.write(samples.subarray(at, at + chunk));
    } catch {
      // It was closed.
      return;
    }
    setTimeout(() => void feed((at + chunk) % samples.length), CHUNK_MS);
  };
  void feed(0);
  return source;
}
