import { PcmSource } from '/dist/index.js';

/** How often it writes, in ms of the wound clock. */
const WRITE_MS = 320;

/** What a page that stood still writes at most, in seconds: it goes on, and does not make up for it. */
const MOST_SECONDS = 1;

/** A source that the page writes to as fast as the wound clock goes: `voice`, over and over, or silence. */
export function recite(voice, rate, scene) {
  const source = new PcmSource({ sampleRate: rate });
  let loud = scene !== 'silence';
  let last = performance.now();
  let at = 0;
  const write = () => {
    const now = performance.now();
    const samples = new Float32Array(Math.floor(rate * Math.min((now - last) / 1000, MOST_SECONDS)));
    last = now;
    for (let i = 0; loud && i < samples.length; ) {
      const part = voice.subarray(at, at + samples.length - i);
      samples.set(part, i);
      i += part.length;
      at = (at + part.length) % voice.length;
    }
    // It was closed.
    source.write(samples).catch(stop);
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
