/** What the linter and the formatter are there for: each fails on a planted example. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { copyOf } from '../runner/planting.mjs';

const OXLINT = 'node_modules/oxlint/bin/oxlint';
const BIOME = 'node_modules/@biomejs/biome/bin/biome';

let copy;
before(async () => {
  copy = await copyOf(['tsconfig.json', '.oxlintrc.json', 'biome.json', 'src', 'worklets']);
});
after(() => copy.remove());

function run(program, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: copy.folder, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

for (const [rule, file, text] of [
  ['no-floating-promises', 'src/undertone.ts', 'export const planted = (undertone: Undertone) => { undertone.resume(); };'],
  [
    'no-floating-promises',
    'src/inference/client.ts',
    'export const planted = (client: InferenceClient) => { client.call(async () => 1); };',
  ],
  ['no-misused-promises', 'src/undertone.ts', "export const planted = () => addEventListener('click', async () => fetch('x'));"],
  ['consistent-type-imports', 'src/events.ts', "export type Planted = import('./errors.js').UndertoneError;"],
  ['max-lines', 'src/emitter.ts', '\n//'.repeat(300)],
]) {
  test(`${rule} in ${file} is found`, async () => {
    const { status, said } = await copy.with(file, `\n${text}\n`, () => run(OXLINT, '--type-aware', 'src'));
    assert.equal(status, 1);
    assert.ok(said.includes(`(${rule})`), said);
  });
}

test('code that is not laid out is found', async () => {
  const { status, said } = await copy.with('src/ring/layout.ts', 'export const  planted = "x"\n', () =>
    run(BIOME, 'format', 'src/ring'),
  );
  assert.equal(status, 1);
  assert.match(said, /layout\.ts format/);
});
