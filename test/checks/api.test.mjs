/** What becomes public is found: the report that the build writes of it is not the accepted one in etc/. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { rollup } from 'rollup';
import { bundle } from '../../tools/build/bundle.mjs';
import { ENTRIES } from '../../tools/build/entries.mjs';
import { copyOf } from '../runner/planting.mjs';

const TSC = 'node_modules/typescript/bin/tsc';

let copy;
before(async () => {
  copy = await copyOf(['package.json', 'tsconfig.json', 'tsconfig.build.json', 'etc', 'src', 'worklets', 'tools/build']);
  const { output, ...input } = bundle(ENTRIES, { dir: join(copy.folder, 'dist') });
  const bundled = await rollup(input);
  await bundled.write(output);
  await bundled.close();
});
after(() => copy?.remove());

/** Runs a step of the build in the copy. */
function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy.folder, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

/** The entries whose report, as the build writes it of the copy, is not the accepted one. */
async function changed() {
  run(TSC, '-p', 'tsconfig.build.json');
  run('tools/build/types.mjs');
  const report = (folder, name) => readFile(join(copy.folder, folder, `${name}.api.md`), 'utf8');
  const names = [];
  for (const name of Object.keys(ENTRIES)) {
    if ((await report('build/api', name)) !== (await report('etc', name))) names.push(name);
  }
  return names;
}

/** One run for all, for it takes seconds: `chime`, in which nothing is planted, shows that no report differs without a cause. */
test('a type that an entry exports and a member of a public type are found; a type that no entry exports is not public', async () => {
  const entries = await copy.with('src/webgpu.ts', '\nexport type Planted = 1;\n', () =>
    copy.with('src/options.ts', '\nexport interface AnalyzeOptions { planted?: number }\n', () =>
      copy.with('src/ring/layout.ts', '\nexport type Planted = 1;\n', changed),
    ),
  );
  assert.deepEqual(entries, ['index', 'webgpu']);
});
