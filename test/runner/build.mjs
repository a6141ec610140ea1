import { readdir, stat } from 'node:fs/promises';
import { runScript } from './checks.mjs';

/** What the build reads, folders with all that lies in them. */
const SOURCES = [
  'src',
  'worklets',
  'tools/build',
  'rollup.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
const MODEL = /^undertone-en-.*\.(json|onnx)$/;

/** Builds `dist`, whatever is there. */
export const build = () => runScript('build');

/** Whether every file of `dist` is newer than all that it is made of. */
export async function isBuilt() {
  const models = (await readdir('models')).filter((name) => MODEL.test(name)).map((name) => `models/${name}`);
  const sources = (await Promise.all([...SOURCES, ...models].map(times))).flat();
  const built = await times('dist').catch(() => []);
  return built.length > 0 && Math.max(...sources) < Math.min(...built);
}

/** When `path`, or each file and folder in it, was last changed: a folder's time tells of files that are gone. */
async function times(path) {
  const own = await stat(path);
  const names = own.isDirectory() ? await readdir(path, { recursive: true }) : [];
  const inside = await Promise.all(names.map((name) => stat(`${path}/${name}`)));
  return [own, ...inside].map(({ mtimeMs }) => mtimeMs);
}
