/** The script for pages without modules: the SDK and its elements in one file, as the global `Undertone`. */
import { resolve } from 'node:path';
import { bundle } from './bundle.mjs';
import { ENTRIES } from './entries.mjs';

const NAME = 'undertone.global';

/** Who writes a script tag writes the elements' tags, too, and no bundler is there that would drop them. */
const SOURCE = `
  import { defineElements } from 'undertone/elements';
  export * from 'undertone';
  export * from 'undertone/elements';
  defineElements();
`;

const SOURCES = { undertone: ENTRIES.index, 'undertone/elements': ENTRIES.elements };

const inside = {
  name: 'inside',
  resolveId: (id) => (id === NAME ? id : SOURCES[id] && resolve(SOURCES[id])),
  load: (id) => (id === NAME ? { code: SOURCE, map: { mappings: '' } } : null),
};

const { external, output, plugins, ...rest } = bundle({ [NAME]: NAME }, { minify: true });

export const globalBundle = {
  ...rest,
  // The reader of recordings is loaded from beside this script, too.
  external: (id) => !(id in SOURCES) && external(id),
  output: { ...output, format: 'iife', name: 'Undertone' },
  plugins: [inside, ...plugins],
};
