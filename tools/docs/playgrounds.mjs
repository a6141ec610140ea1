/** The examples as static files, which the site copies: they run under any path, and need no server of their own. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'vite';

/** What the site takes as it is. */
export const PUBLIC = 'build/site-public';

/** Needs the built package in `dist/`. */
export async function buildPlaygrounds() {
  const pages = readdirSync('examples', { recursive: true }).filter((name) => name.endsWith('index.html'));
  await build({
    root: 'examples',
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    base: './',
    // As in an app that has installed it.
    resolve: {
      alias: [
        { find: /^undertone$/, replacement: resolve('dist/index.js') },
        { find: /^undertone\/(.+)$/, replacement: resolve('dist/$1.js') },
      ],
    },
    build: {
      outDir: resolve(PUBLIC, 'examples'),
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: pages.map((name) => resolve('examples', name)) },
    },
  });
}
