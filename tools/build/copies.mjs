/** Files that the package ships as they are, or nearly. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Vite turns files below this size into data: URLs, which a CSP then blocks. */
const MIN_ASSET_BYTES = 4097;

const MODELS = (await readdir('models')).flatMap((file) => /^(undertone-en-.+)\.onnx$/.exec(file)?.[1] ?? []);

/** Bundlers find its manifest by a name of its own, as some make a script of any JSON. */
const DEFAULT_MODEL = 'undertone-en-open';

/** Adds spaces, which neither JSON nor JavaScript minds. */
const padded = (text) => text.padEnd(MIN_ASSET_BYTES);

export const padScript = {
  name: 'pad-script',
  renderChunk: (code) => ({ code: padded(code), map: null }),
};

export const copyTo = (folder, file) => ({
  name: 'copy',
  async writeBundle() {
    await mkdir(folder, { recursive: true });
    await copyFile(file, join(folder, basename(file)));
  },
});

export const copyModels = {
  name: 'copy-models',
  async writeBundle() {
    for (const model of MODELS) {
      await copyFile(`models/${model}.onnx`, `dist/${model}.onnx`);
      await writeFile(`dist/${model}.json`, padded(await readFile(`models/${model}.json`, 'utf8')));
    }
    await copyFile(`dist/${DEFAULT_MODEL}.json`, `dist/${DEFAULT_MODEL}.manifest`);
  },
};
