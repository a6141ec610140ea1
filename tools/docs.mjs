/** `npm run docs` builds the site of the documents into build/site, `npm run docs:dev` serves it as it is written. */
import { parseArgs } from 'node:util';
import { build, createServer } from 'vitepress';
import { buildPlaygrounds } from './docs/playgrounds.mjs';

const { values } = parseArgs({ options: { base: { type: 'string', default: '/' }, dev: { type: 'boolean', default: false } } });
const base = `/${values.base.replaceAll(/^\/|\/$/g, '')}/`.replace('//', '/');

await buildPlaygrounds();
if (values.dev) {
  // The playgrounds are built as they ship, and Vite has this whole process be `production`, where pages that are served stay blank.
  process.env.NODE_ENV = 'development';
  const server = await createServer('docs', { base });
  await server.listen();
  server.printUrls();
} else {
  await build('docs', { base });
  console.log(`The site is in build/site, to be served at ${base}`);
}
