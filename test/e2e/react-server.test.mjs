/** Components that use `undertone/react`, rendered by a server in Node. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { REACTS, withReact } from '../runner/react.mjs';

const run = promisify(execFile);

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-react-'));
});
after(() => rm(folder, { recursive: true, force: true }));

for (const react of REACTS) {
  test(`React ${react} renders them on a server, and leaves what waits for Undertone to the browser`, async () => {
    const file = join(folder, `server-${react}.mjs`);
    const index = pathToFileURL(resolve('dist/index.js')).href;
    await writeFile(file, await withReact({ react, file: 'test/pages/react-on-a-server.jsx', index, node: true }));
    const { stdout } = await run(process.execPath, [file]);
    const { whole, streamed, errors } = JSON.parse(stdout);
    for (const html of [whole, streamed]) {
      assert.match(html, /<p>loading idle<\/p>/);
      assert.match(html, /<i>waiting<\/i>/);
      assert.doesNotMatch(html, /<p>ready/);
    }
    assert.deepEqual(errors, ['unsupported']);
  });
}

test('React Server Components may import it: its script is for the browser', async () => {
  assert.match(await readFile('dist/react.js', 'utf8'), /^'use client';\n/);
});
