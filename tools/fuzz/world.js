/** What cases share: an instance with a model that costs nothing, and a stream that is to hear nothing of them. */
import fc from 'fast-check';
import { createUndertone, PcmSource } from '/dist/index.js';
import { tinyManifest, tinyModel } from '/tools/stress/tiny-model.mjs';
import { ensure } from './expect.js';

export const CONSENT = { subject: 'nobody', purpose: 'tests', obtainedAt: 0 };
export const RATE = 16_000;
export const TINY = { manifest: '/tools/stress/tiny.json' };

/** A new instance serves this many cases. */
const CASES_OF_AN_INSTANCE = 200;

const CHUNK = 5000;
const WITNESS_CHUNKS = 4;

export let elsewhere = '';
export const setElsewhere = (url) => void (elsewhere = url);

/** A sound that grows, so that no window is as another. */
export const sound = (length, rate = RATE) =>
  Float32Array.from({ length }, (_, i) => 0.5 * (i / length) * Math.sin((2 * Math.PI * 220 * i) / rate));

const heard = sound(CHUNK * WITNESS_CHUNKS);

let instance;
let served = 0;
let reference;
const resters = new Set();

/** Has `close` called when what cases share is let go of. */
export const onRest = (close) => void resters.add(close);

export async function rest() {
  for (const close of resters) await close();
  await instance?.close();
  instance = undefined;
  for (const name of await caches.keys()) await caches.delete(name);
  globalThis.gc?.();
}

export const tiny = (options = {}) => createUndertone({ model: TINY, ...options });

/** The instance that most cases share. */
export async function shared() {
  if (instance && served++ % CASES_OF_AN_INSTANCE === 0) {
    await instance.close();
    instance = undefined;
  }
  instance ??= await tiny();
  return instance;
}

/** The next case gets another instance. */
export async function renew() {
  await instance?.close();
  instance = undefined;
}

const withoutTime = ({ window, recent, call, speech, gapSeconds }) => ({ window, recent, call, speech, gapSeconds });

/** What a stream of its own hears of the same sound each time, as text. */
async function listen(undertone) {
  const source = new PcmSource({ sampleRate: RATE });
  const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
  const tones = [];
  stream.on('tone', (tone) => tones.push(withoutTime(tone)));
  stream.on('error', ({ code }) => tones.push(code));
  for (let at = 0; at < heard.length; at += CHUNK) await source.write(heard.subarray(at, at + CHUNK));
  await stream.stop();
  return JSON.stringify(tones);
}

/** That a stream hears the same beside whatever else the instance is asked. */
export async function witness(undertone) {
  if (!reference) {
    const alone = await tiny();
    reference = await listen(alone);
    await alone.close();
  }
  const told = await listen(undertone);
  ensure(told === reference, `another stream heard ${told.slice(0, 400)} for ${reference.slice(0, 400)}`);
}

/** Whether a case has a witness: it takes longer than most of what it watches. */
export const watched = fc.constantFrom(true, false, false);

/** `use` and, where it is asked for, the witness at once. @returns what `use` gives */
export async function besides(undertone, use, watched) {
  const [given] = await Promise.all([use(), watched && witness(undertone)]);
  return given;
}

/** The tiny model, its manifest, and a manifest of other bytes. */
export const tinyBytes = tinyModel();
export const manifestOf = (bytes) => tinyManifest(bytes);

/** Serves `body` from this page's own server. @returns its address */
export async function serveFile(name, body) {
  await fetch(`/fuzz/${name}`, { method: 'POST', body });
  return `/fuzz/${name}`;
}
