import { PcmSource } from '/dist/index.js';

/** How often it writes, in ms of the wound clock. */
const WRITE_MS = 320;

/** What it writes at most after a write was waited for, in seconds: it goes on, and does not make up for it. */
const MOST_SECONDS = 1;

/** A source that the page writes to as fast as the wound clock goes: `voice`, over and over, or silence. */
export function recite(voice, rate, scene) {
  const source = new PcmSource({ sampleRate: rate });
  let loud = scene !== 'silence';
  let last = performance.now();
  let at = 0;
  let waiting = false;
  const write = async () => {
    if (waiting) return;
    const now = performance.now();
    const samples = new Float32Array(Math.floor(rate * Math.min((now - last) / 1000, MOST_SECONDS)));
    last = now;
    for (let i = 0; loud && i < samples.length; ) {
      const part = voice.subarray(at, at + samples.length - i);
      samples.set(part, i);
      i += part.length;
      at = (at + part.length) % voice.length;
    }
    waiting = true;
    // What rejects was closed.
    await source.write(samples).catch(stop);
    waiting = false;
  };
  const timer = setInterval(write, WRITE_MS);
  const stop = () => clearInterval(timer);
  return {
    given: source,
    kind: 'pcm',
    rate,
    setScene: (next) => (loud = next !== 'silence'),
    end: () => void source.close(),
    dispose() {
      stop();
      void source.close();
    },
  };
}
