/** Tests of `undertone/react` are built once for each React that it is for. */
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** React 18 is installed under another name, as two packages of one name cannot lie beside each other. */
const ALIASES = { 18: { react: 'react-18', 'react-dom': 'react-dom-18' }, 19: {} };

export const REACTS = Object.keys(ALIASES);

/** The SDK is the package's own: by its address, it is one for the test and for what it tests. */
const sdk = (address) => ({
  name: 'sdk',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^undertone\/react$/ }, () => ({ path: resolve('dist/react.js') }));
    esbuild.onResolve({ filter: /^undertone$|^\.\/index\.js$/ }, ({ path, importer }) =>
      path === 'undertone' || importer === resolve('dist/react.js') ? { path: address, external: true } : undefined,
    );
  },
});

/**
 * A script with React, `undertone/react` and all that it imports, but for the SDK.
 * @param {{ react: string, file: string, index: string, define?: Record<string, string>, node?: boolean }} options which of
 *   `REACTS`, the script's source, and the address of the SDK's script
 * @returns {Promise<string>}
 */
export async function withReact({ react, file, index, define = {}, node = false }) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    format: 'esm',
    platform: node ? 'node' : 'browser',
    target: 'esnext',
    jsx: 'automatic',
    // Where Node asks for its own modules by require(), a module has none.
    ...(node && {
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    tsconfigRaw: '{}',
    sourcemap: node ? false : 'inline',
    write: false,
    alias: ALIASES[react],
    define: { 'process.env.NODE_ENV': '"development"', ...define },
    plugins: [sdk(index)],
  });
  return outputFiles[0].text;
}

/** Plugin of the test runner: test files are served whole, with this React. */
export function reactPlugin(react, define) {
  const scripts = new Map();
  return {
    name: `react-${react}`,
    async serve({ path }) {
      if (!/\.test\.tsx?$/.test(path)) return undefined;
      if (!scripts.has(path)) scripts.set(path, withReact({ react, file: `.${path}`, index: '/dist/index.js', define }));
      return { body: await scripts.get(path), type: 'js' };
    },
  };
}
