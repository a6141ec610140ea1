import { inlinedWasm } from '../../tools/build/resampler.mjs';

const isInlined = (path) => path.endsWith('.wasm') && path.includes('speex-resampler');

/** What the build does to the resampler's package, for sources that the development server gives to tests. */
export const inlineWasm = {
  name: 'inline-wasm',
  resolveImport({ source }) {
    // By path, since the package's exports name only its scripts.
    if (isInlined(source)) return `/node_modules/${source}`;
    // Its glue asks for Node's modules in a branch that a browser never takes.
    return source === 'module' ? '/no-such-module-in-a-browser' : undefined;
  },
  resolveMimeType: ({ path }) => (isInlined(path) ? 'js' : undefined),
  serve: async ({ path }) => (isInlined(path) ? { body: await inlinedWasm(path.slice(1)), type: 'js' } : undefined),
};
