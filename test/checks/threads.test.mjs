/** Code is type-checked for the thread that runs it: what another thread has does not compile there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { copyOf } from '../runner/planting.mjs';

const TSC = 'node_modules/typescript/bin/tsc';
const WORKER = 'src/inference/worker';

let copy;
before(async () => {
  copy = await copyOf(['tsconfig.json', 'src', 'worklets']);
});
after(() => copy.remove());

/** What the compiler says of the project at `project` in the copy. */
function compile(project) {
  return spawnSync(process.execPath, [TSC, '-p', project], { cwd: copy.folder, encoding: 'utf8' }).stdout;
}

for (const project of ['.', WORKER, 'worklets']) {
  test(`${project} compiles as it is`, () => assert.equal(compile(project), ''));
}

const use = (name) => `\nexport const planted = () => ${name};\n`;

for (const [file, project, name] of [
  [`${WORKER}/energy.ts`, WORKER, 'document'],
  [`${WORKER}/session.ts`, WORKER, 'window'],
  [`${WORKER}/pipeline.ts`, WORKER, 'AudioContext'],
  ['src/inference/protocol.ts', WORKER, 'document'],
  ['src/ring/layout.ts', WORKER, 'document'],
  ['worklets/capture.worklet.ts', 'worklets', 'window'],
  ['worklets/downmix.ts', 'worklets', 'fetch'],
  ['src/ring/shared-ring-writer.ts', 'worklets', 'setTimeout'],
  ['src/ring/chunk-writer.ts', 'worklets', 'document'],
  ['src/ring/layout.ts', 'worklets', 'performance'],
  ['src/undertone.ts', '.', 'WorkerGlobalScope'],
  ['src/capture/tap.ts', '.', 'registerProcessor'],
]) {
  test(`${file} does not compile with ${name}`, async () => {
    const said = await copy.with(file, use(name), () => compile(project));
    assert.match(said, new RegExp(`${file}.*Cannot find name '${name}'`));
  });
}
