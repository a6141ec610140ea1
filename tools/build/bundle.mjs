/** How every script of the package is bundled. */
import { relative } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { demuxers } from './demuxers.mjs';
import { FOR_CLIENTS, PEERS } from './entries.mjs';
import { resampler } from './resampler.mjs';
import { RUNTIME_SHA256 } from './runtimes.mjs';
import { notices, unmapped } from './third-party.mjs';

const SDK = /^undertone(?:\/(.+))?$/;

/** What the index loads when it first analyses a file: a script of its own, beside it. */
export const RECORDINGS = { name: 'undertone.recordings', source: 'src/recording/reader/recording-reader.ts' };

/**
 * Entries keep to themselves what they do not import from 'undertone'. A chunk that two of them share would be a second
 * home of it, and one whose `import.meta.url` is not that of the files beside the entries.
 */
const entriesOnly = {
  name: 'entries-only',
  generateBundle(_, chunks) {
    for (const { type, isEntry, moduleIds } of Object.values(chunks)) {
      if (type === 'chunk' && !isEntry) throw new Error(`Two entries share ${moduleIds.join(', ')}: import it from one of them.`);
    }
  },
};

/** Servers import elements, too, and have nothing that these could extend. */
const SERVER_SAFE = 'const HTMLElement = globalThis.HTMLElement ?? class {};';

/** Rollup drops the directive where a source has it. */
const useClient = { name: 'use-client', banner: ({ name }) => (FOR_CLIENTS.includes(name) ? "'use client';" : '') };

/** By its path in the sources, as it is imported and as it is resolved. */
const isRecordings = (id) => RECORDINGS.source.replace(/\.ts$/, '') === relative(process.cwd(), id).replace(/\.[jt]s$/, '');

/**
 * @param {Record<string, string>} input source of each script, by its name in `dist`
 * @param {{ minify?: boolean, plugins?: import('rollup').Plugin[], dir?: string }} [options]
 * @returns {import('rollup').RollupOptions}
 */
export function bundle(input, { minify = false, plugins = [], dir = 'dist' } = {}) {
  return {
    input,
    external: (id) =>
      SDK.test(id) || PEERS.includes(id) || (isRecordings(id) && !Object.values(input).includes(RECORDINGS.source)),
    output: {
      dir,
      entryFileNames: '[name].js',
      format: 'es',
      intro: ({ name }) => (name === 'elements' ? SERVER_SAFE : ''),
      sourcemap: true,
      inlineDynamicImports: Object.keys(input).length === 1,
      // By its file, which a page without bundler and import map finds, too; bundlers find the same module by either.
      paths: (id) => (isRecordings(id) ? `./${RECORDINGS.name}.js` : id.replace(SDK, (_, entry = 'index') => `./${entry}.js`)),
    },
    // TypeScript's helpers in other people's modules ask for `this`, which modules do not have.
    moduleContext: (id) => (id.includes('/node_modules/mediabunny/') ? 'globalThis' : undefined),
    plugins: [
      resampler,
      demuxers,
      nodeResolve({ browser: true, extensions: ['.ts', '.mjs', '.js'] }),
      unmapped,
      esbuild({ target: 'es2022', tsconfig: false, minify, define: { __RUNTIME_SHA256__: JSON.stringify(RUNTIME_SHA256) } }),
      entriesOnly,
      useClient,
      notices,
      ...plugins,
    ],
    onwarn(warning) {
      // Modules of other people's may import each other in circles; ours may not, which `npm run layers` sees to.
      if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids.every((id) => id.includes('/node_modules/'))) return;
      throw new Error(`${warning.code} in ${Object.values(input)}: ${warning.message}`);
    },
  };
}
