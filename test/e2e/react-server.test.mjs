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

test('the components that the documents show read no time while they render, which Next.js refuses', async () => {
  // Within the package: there its entries go by their own names.
  const documented = await mkdtemp('build/documented-');
  try {
    const guide = await readFile('docs/frameworks.md', 'utf8');
    const blocks = [...guide.matchAll(/^```tsx\n(.*?)^```$/gms)].map(([, code]) => code);
    const components = blocks.filter((code) => code.includes('useTone(') && /^export function [A-Z]/m.test(code));
    assert.ok(components.length > 0);
    for (const [i, code] of components.entries()) {
      const [, name] = /^export function (\w+)/m.exec(code);
      await writeFile(join(documented, `${i}.tsx`), code);
      const page = `import { renderToString } from 'react-dom/server';
        import { ${name} } from './${i}.tsx';
        globalThis.Date = class { constructor() { throw new Error('${name} reads the time'); } };
        console.log(renderToString(<${name} customer="customer 4711" />));`;
      const [file, script] = [join(documented, `page-${i}.jsx`), join(documented, `page-${i}.mjs`)];
      await writeFile(file, page);
      const index = pathToFileURL(resolve('dist/index.js')).href;
      await writeFile(script, await withReact({ react: '19', file, index, node: true }));
      assert.match((await run(process.execPath, [script])).stdout, /^</);
    }
  } finally {
    await rm(documented, { recursive: true, force: true });
  }
});

test('React Server Components may import it: its script is for the browser', async () => {
  assert.match(await readFile('dist/react.js', 'utf8'), /^'use client';\n/);
});
