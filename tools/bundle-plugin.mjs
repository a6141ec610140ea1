/** Dev-server plugin: serves a package as one module, for packages with CommonJS or modules of Node inside, which browsers cannot load. */
import { build } from 'esbuild';

/**
 * @param {string} name as it is imported
 * @param {string} [contents] what it is, where that is not all that the package exports: of CommonJS it must be named
 */
export function bundlePlugin(name, contents = `export * from '${name}';`) {
  const path = `/bundled/${name}.js`;
  let bundled;
  return {
    name: `bundle-${name}`,
    resolveImport: ({ source }) => (source === name ? path : undefined),
    async serve(context) {
      if (context.path !== path) return undefined;
      bundled ??= build({
        stdin: { contents, resolveDir: process.cwd() },
        bundle: true,
        format: 'esm',
        minify: true,
        write: false,
      });
      return { body: (await bundled).outputFiles[0].text, type: 'js' };
    },
  };
}
