/** The blocks of the documents that are marked with `ts run` run in a page, with a microphone, and do what they say without a warning. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import { browse } from '../../runner/browse.mjs';
import { eventually } from '../../support/eventually.mjs';

const MARKED = /^```ts run\n(.*?)^```/gms;

/** As a bundler would find the package. */
const built = {
  name: 'built',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^undertone(\/|$)/ }, ({ path }) => ({
      path: `/dist/${path.split('/')[1] ?? 'index'}.js`,
      external: true,
    })),
};

const documents = ['README.md', ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
const blocks = (await Promise.all(documents.map(blocksOf))).flat();

async function blocksOf(document) {
  const found = [...(await readFile(document, 'utf8')).matchAll(MARKED)];
  return found.map(([, code], i) => ({ name: `${document}, number ${i + 1}`, code }));
}

async function compile(code) {
  const stdin = { contents: code, loader: 'ts' };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', target: 'es2022', write: false, plugins: [built] });
  return outputFiles[0].text;
}

const scripts = await Promise.all(blocks.map(({ code }) => compile(code)));

let chromium;
before(async () => {
  const shown = (context, next) => {
    const script = scripts[/^\/shown\/(\d+)\.js$/.exec(context.path)?.[1]];
    if (script === undefined) return next();
    context.type = 'js';
    context.body = script;
  };
  chromium = await browse({ middleware: [shown] });
});
after(() => chromium.close());

/** Of a press. What was there may be gone or covered a moment later, and is looked for anew. */
const AT_ONCE = { timeout: 2000 };

/** Presses what asks for consent, where a block shows that, or ticks and agrees where it asks by itself. */
async function agree(page) {
  const dialog = page.getByRole('dialog');
  if (await dialog.isVisible()) {
    await dialog.getByRole('checkbox').check(AT_ONCE);
    return dialog.locator('[part~=agree]').click(AT_ONCE);
  }
  const ask = page.locator('[part~=ask]');
  if (await ask.isVisible()) await ask.click(AT_ONCE);
}

/** Does what a reader would, until it has said or shown something; returns what went wrong. */
async function run(i) {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const said = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') problems.push(message.text());
    if (message.type() === 'log') said.push(message.text());
  });
  const imported = page.evaluate((path) => import(path).then(() => null), `/shown/${i}.js`);
  const ended = imported.catch((error) => problems.push(String(error)));
  await eventually(async () => {
    const showing = await page.evaluate(() => document.querySelector('undertone-badge')?.state === 'running');
    if (showing || said.length > 0 || problems.length > 0) return;
    await agree(page);
    assert.fail('it says and shows nothing');
  });
  await ended;
  await page.close();
  return problems;
}

test('documents mark blocks that run', () => assert.ok(blocks.length >= 5, String(blocks.length)));

// Beside each other: each waits for its first words most of the time.
describe('a block runs', { concurrency: 4 }, () => {
  for (const [i, { name }] of blocks.entries()) {
    test(name, async () => assert.deepEqual(await run(i), []));
  }
});
