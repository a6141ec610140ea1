import { bundle, RECORDINGS } from './tools/build/bundle.mjs';
import { copyModels, copyTo, padScript } from './tools/build/copies.mjs';
import { ENTRIES } from './tools/build/entries.mjs';
import { globalBundle } from './tools/build/global.mjs';
import { RUNTIMES } from './tools/build/runtimes.mjs';

const { index, ...aboveIndex } = ENTRIES;

export default [
  bundle({ index }, { plugins: [copyTo('dist', RUNTIMES.wasm), copyModels] }),
  bundle({ [RECORDINGS.name]: RECORDINGS.source }, { minify: true }),
  bundle(aboveIndex),
  globalBundle,
  bundle({ 'undertone.worker': 'src/inference/worker/wasm.worker.ts' }, { minify: true }),
  bundle(
    { 'webgpu/undertone.webgpu-worker': 'src/inference/worker/webgpu.worker.ts' },
    { minify: true, plugins: [copyTo('dist/webgpu', RUNTIMES.webgpu)] },
  ),
  bundle({ 'undertone.worklet': 'worklets/capture.worklet.ts' }, { plugins: [padScript] }),
];
