/** What the build changes of the resampler's package, so that the worker carries it whole and every bundler leaves it as it is. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const CHANGES = [
  // The branch for Node asks for its modules, which bundlers would look for.
  [/typeof process=="object"&&/, 'false&&'],
  // Bundlers would look for the file, though the bytes are handed over.
  [/new URL\("speex-resampler-simd\.wasm",import\.meta\.url\)\.href/, '""'],
  // Parcel takes this for an import that TypeScript has translated, and makes it one of a name that does not exist.
  [/Promise\.resolve\(\)\.then\(\(\)=>getBinarySync/, 'Promise.resolve(undefined).then(()=>getBinarySync'],
];

/** A script whose default export is the bytes of the WebAssembly module at `path`. */
export async function inlinedWasm(path) {
  const base64 = (await readFile(path)).toString('base64');
  return `export default Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));`;
}

export const resampler = {
  name: 'resampler',
  // By path, since the package's exports name only its scripts.
  resolveId: (source) => (source.endsWith('.wasm') ? resolve('node_modules', source) : null),
  load: (id) => (id.endsWith('.wasm') ? inlinedWasm(id) : null),
  transform(code, id) {
    if (!id.endsWith('speex-resampler-simd.js')) return null;
    for (const [pattern] of CHANGES) if (!pattern.test(code)) throw new Error(`${id} no longer holds ${pattern}.`);
    return { code: CHANGES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), code), map: null };
  },
};
