/** How every script of the package is bundled. */
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { resampler } from './resampler.mjs';
import { RUNTIME_SHA256 } from './runtimes.mjs';
import { notices, unmapped } from './third-party.mjs';

const SDK = /^undertone(?:\/(.+))?$/;

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

/**
 * @param {Record<string, string>} input source of each script, by its name in `dist`
 * @param {{ minify?: boolean, plugins?: import('rollup').Plugin[], dir?: string }} [options]
 * @returns {import('rollup').RollupOptions}
 */
export function bundle(input, { minify = false, plugins = [], dir = 'dist' } = {}) {
  return {
    input,
    external: SDK,
    output: {
      dir,
      entryFileNames: '[name].js',
      format: 'es',
      sourcemap: true,
      inlineDynamicImports: Object.keys(input).length === 1,
      // By its file, which a page without bundler and import map finds, too; bundlers find the same module by either.
      paths: (id) => id.replace(SDK, (_, entry = 'index') => `./${entry}.js`),
    },
    plugins: [
      resampler,
      nodeResolve({ browser: true, extensions: ['.ts', '.mjs', '.js'] }),
      unmapped,
      esbuild({ target: 'es2022', tsconfig: false, minify, define: { __RUNTIME_SHA256__: JSON.stringify(RUNTIME_SHA256) } }),
      entriesOnly,
      notices,
      ...plugins,
    ],
    onwarn(warning) {
      throw new Error(`${warning.code} in ${Object.values(input)}: ${warning.message}`);
    },
  };
}
