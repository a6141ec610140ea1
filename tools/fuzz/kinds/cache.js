/** Entries of the cache that are not what their name says: nothing of them may run. */
import fc from 'fast-check';
import { tinyModel } from '/tools/stress/tiny-model.mjs';
import { change, edits } from '../bytes.js';
import { ensure, outcome } from '../expect.js';
import { manifestOf, serveFile, TINY, tiny, tinyBytes, witness } from '../world.js';

const runtime = new Uint8Array(await (await fetch('/dist/ort-wasm-simd-threaded.wasm')).arrayBuffer());

/** A model that would run, and hears the contrary. */
const contrary = tinyModel({ levels: [20, 0, -20] });

const BODIES = {
  'another model': () => contrary,
  'the other file': (_, which) => (which === 'model' ? runtime : tinyBytes),
  'cut short': (genuine) => genuine.slice(0, genuine.length - 1),
  'with more behind it': (genuine) => new Blob([genuine, 'more']),
  'a page': () => '<!doctype html><p>Sign in',
  nothing: () => new Uint8Array(0),
  'JSON of another shape': () => '{"type":"module"}',
};

const hex = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function poison(which, body, type) {
  const genuine = which === 'model' ? tinyBytes : runtime;
  const key = `/.undertone/sha256/${await hex(genuine)}`;
  const made = typeof body === 'string' ? BODIES[body](genuine, which) : change(genuine, body);
  const store = await caches.open('undertone-1');
  await store.put(key, new Response(made, { headers: { 'content-type': type } }));
  // What was changed back to itself is no poison.
  return made instanceof Uint8Array && (await hex(made)) === (await hex(genuine));
}

export const cache = {
  arbitrary: fc.record({
    which: fc.constantFrom('model', 'runtime'),
    body: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...Object.keys(BODIES)) }, edits),
    type: fc.constantFrom('application/octet-stream', 'application/wasm', 'text/html', ''),
    reachable: fc.boolean(),
  }),
  async run({ which, body, type, reachable }) {
    for (const name of await caches.keys()) await caches.delete(name);
    const harmless = await poison(which, body, type);
    const manifest = await serveFile('manifest.json', JSON.stringify(await manifestOf(tinyBytes)));
    const model = reachable || which === 'runtime' ? TINY : { manifest, file: '/nowhere/tiny.onnx' };
    const cached = [];
    const onProgress = (step) => step.cached && cached.push(step.phase);
    return outcome(harmless || model === TINY ? [] : ['asset-load'], async () => {
      const undertone = await tiny({ model, onProgress });
      ensure(harmless || !cached.includes(which), `the ${which} of the cache was run`);
      await witness(undertone);
      await undertone.close();
    });
  },
};
