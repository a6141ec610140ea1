import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { inlinedWasm } from './tools/inline-wasm.mjs';

const ORT = 'node_modules/onnxruntime-web/dist';
const MODELS = (await readdir('models')).flatMap((file) => /^(undertone-en-.+)\.onnx$/.exec(file)?.[1] ?? []);
const RUNTIMES = {
  wasm: `${ORT}/ort-wasm-simd-threaded.wasm`,
  webgpu: `${ORT}/ort-wasm-simd-threaded.asyncify.wasm`,
};

/** Vite turns files below this size into data: URLs, which a CSP then blocks. */
const MIN_ASSET_BYTES = 4097;

const sha256 = async (file) => createHash('sha256').update(await readFile(file)).digest('hex');
const digests = { wasm: await sha256(RUNTIMES.wasm), webgpu: await sha256(RUNTIMES.webgpu) };

/** Puts small WebAssembly modules into the script that imports them: a worker then loads nothing by itself. */
const inlineWasm = {
  name: 'inline-wasm',
  // By path, since the package's exports name only its scripts.
  resolveId: (source) => (source.endsWith('.wasm') ? resolve('node_modules', source) : null),
  load: (id) => (id.endsWith('.wasm') ? inlinedWasm(id) : null),
};

/** The resampler's glue asks for Node's modules in a branch that a browser never takes. */
const browserOnly = {
  name: 'browser-only',
  transform(code, id) {
    if (!id.includes('speex-resampler')) return null;
    return { code: code.replace(/typeof process=="object"&&/, 'false&&'), map: null };
  },
};

const copyTo = (folder, file) => ({
  name: 'copy',
  async writeBundle() {
    await mkdir(folder, { recursive: true });
    await copyFile(file, join(folder, basename(file)));
  },
});

/** Adds spaces, which neither JSON nor JavaScript minds. */
const padded = (text) => text.padEnd(MIN_ASSET_BYTES);

const padWorklet = {
  name: 'pad-worklet',
  renderChunk: (code) => ({ code: padded(code), map: null }),
};

const copyModels = {
  name: 'copy-models',
  async writeBundle() {
    for (const model of MODELS) {
      await copyFile(`models/${model}.onnx`, `dist/${model}.onnx`);
      await writeFile(`dist/${model}.json`, padded(await readFile(`models/${model}.json`, 'utf8')));
    }
  },
};

const bundle = (input, file, { minify = false, plugins = [] } = {}) => ({
  input,
  // Entries above the index share the one SDK, by the file that lies beside them: no page needs an import map for it.
  external: ['undertone'],
  output: { file: join('dist', file), format: 'es', sourcemap: true, inlineDynamicImports: true, paths: { undertone: './index.js' } },
  plugins: [
    inlineWasm,
    browserOnly,
    nodeResolve({ browser: true, extensions: ['.ts', '.mjs', '.js'] }),
    esbuild({
      target: 'es2022',
      tsconfig: false,
      minify,
      define: { __RUNTIME_SHA256__: JSON.stringify(digests) },
    }),
    ...plugins,
  ],
  onwarn(warning) {
    throw new Error(`${warning.code} in ${input}: ${warning.message}`);
  },
});

export default [
  bundle('src/index.ts', 'index.js', { plugins: [copyTo('dist', RUNTIMES.wasm), copyModels] }),
  bundle('src/webgpu.ts', 'webgpu.js'),
  bundle('src/inference/worker/wasm.worker.ts', 'undertone.worker.js', { minify: true }),
  bundle('src/inference/worker/webgpu.worker.ts', 'webgpu/undertone.webgpu-worker.js', {
    minify: true,
    plugins: [copyTo('dist/webgpu', RUNTIMES.webgpu)],
  }),
  bundle('worklets/capture.worklet.ts', 'undertone.worklet.js', { plugins: [padWorklet] }),
];
