/** For the dev server: what the build would make of the sources, made when a page asks for it and anew after each change. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { ENTRIES } from './build/entries.mjs';
import { RUNTIMES } from './build/runtimes.mjs';

/** Scripts that run in threads of their own, by their name in the package. */
const SCRIPTS = {
  'undertone.worker.js': 'src/inference/worker/wasm.worker.ts',
  'undertone.webgpu-worker.js': 'src/inference/worker/webgpu.worker.ts',
  'undertone.worklet.js': 'worklets/capture.worklet.ts',
};

const SDK = /^undertone(?:\/(.+))?$/;
const WATCHED = ['src', 'worklets', 'examples'];
const MODEL_FILE = /^undertone-en-.+\.(json|manifest|onnx)$/;

/** By path, since the resampler's exports name only its scripts. */
const wasmByPath = {
  name: 'wasm-by-path',
  setup: ({ onResolve }) => onResolve({ filter: /\.wasm$/ }, ({ path }) => ({ path: join(process.cwd(), 'node_modules', path) })),
};

const bundle = (source) =>
  build({
    entryPoints: [source],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    tsconfigRaw: '{}',
    sourcemap: 'inline',
    write: false,
    loader: { '.wasm': 'binary' },
    plugins: [wasmByPath],
    // Asked for in a branch for Node, which a browser never takes.
    external: ['module'],
  });

/** Where the repository has a file that the sources look for beside themselves. */
function placeOf(path) {
  const name = basename(path);
  const runtime = Object.values(RUNTIMES).find((file) => basename(file) === name);
  if (runtime) return `/${runtime}`;
  return path.startsWith('/src/') && MODEL_FILE.test(name) ? `/models/${name.replace('.manifest', '.json')}` : undefined;
}

export function fromSource() {
  const bundles = new Map();

  /** Koa middleware: answers before any plugin sees the script, which is whole. */
  async function middleware(context, next) {
    const source = SCRIPTS[basename(context.path)];
    if (!source) {
      context.path = placeOf(context.path) ?? context.path;
      return next();
    }
    if (!bundles.has(source)) bundles.set(source, bundle(source));
    const { outputFiles } = await bundles.get(source);
    context.type = 'js';
    context.body = outputFiles[0].text;
  }

  const plugin = {
    name: 'from-source',
    async serverStart({ fileWatcher }) {
      for (const folder of WATCHED) {
        const files = await readdir(folder, { recursive: true });
        fileWatcher.add(files.map((file) => join(process.cwd(), folder, file)));
      }
      fileWatcher.on('change', () => bundles.clear());
    },
    resolveImport({ source }) {
      const match = SDK.exec(source);
      return match ? `/${ENTRIES[match[1] ?? 'index']}` : undefined;
    },
  };
  return { middleware, plugin };
}
