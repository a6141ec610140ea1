/** Dev-server plugin: serves a package as one module, for packages with CommonJS or modules of Node inside, which browsers cannot load. */
import { build } from 'esbuild';

/**
 * @param {string} name as it is imported
 * @param {string} [exported] what of it, as in an `export` statement: of CommonJS `*` is nothing
 * @param {string} [file] what is taken for it
 */
export function bundlePlugin(name, exported = '*', file = name) {
  const path = `/bundled/${name}.js`;
  let bundled;
  return {
    name: `bundle-${name}`,
    resolveImport: ({ source }) => (source === name ? path : undefined),
    async serve(context) {
      if (context.path !== path) return undefined;
      bundled ??= build({
        stdin: { contents: `export ${exported} from '${file}';`, resolveDir: process.cwd() },
        bundle: true,
        format: 'esm',
        minify: true,
        write: false,
      });
      return { body: (await bundled).outputFiles[0].text, type: 'js' };
    },
  };
}
