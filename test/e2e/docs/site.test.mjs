/** The site of the documents, built for a path below a server's root: everything in it is there, and nothing is asked of others. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { declarationsOf } from '../../../tools/docs/declarations.mjs';
import { browse } from '../../runner/browse.mjs';
import { serveFolder } from '../../runner/serve-folder.mjs';

const BASE = '/some/sub/path/';
const SITE = 'build/site';

let site;
let chromium;
before(async () => {
  await promisify(execFile)(process.execPath, ['tools/docs.mjs', '--base', BASE]);
  site = await serveFolder(SITE, { base: BASE });
  chromium = await browse();
});
after(async () => {
  await chromium?.close();
  site?.stop();
});

const REFERENCE = /<(?:a|link|script|img|iframe)\b[^>]*?\s(?:href|src)="([^"]*)"/g;

test('what a page offers to edit or to read in the repository is a file there that has its words', async () => {
  const pages = (await readdir(SITE, { recursive: true })).filter((name) => name.endsWith('.html'));
  const wrong = [];
  for (const name of pages) {
    const text = await readFile(`${SITE}/${name}`, 'utf8');
    for (const [, kind, path] of text.matchAll(/href="[^"]*\/(edit|blob|tree)\/main\/([^"#]*)/g)) {
      // A page that is made when the site is built stands in no file.
      if (!existsSync(path) || (kind === 'edit' && path.includes('['))) wrong.push(`${name}: ${path}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('every link, script and picture of every page is there, and so is the heading that a link names', async () => {
  const pages = (await readdir(SITE, { recursive: true })).filter((name) => name.endsWith('.html') && name !== '404.html');
  const answers = new Map();
  const answerOf = (address) => {
    if (!answers.has(address))
      answers.set(
        address,
        fetch(address).then(async (response) => ({ status: response.status, text: await response.text() })),
      );
    return answers.get(address);
  };
  const dead = [];
  for (const name of pages) {
    const address = new URL(name, site.url);
    const text = await readFile(`${SITE}/${name}`, 'utf8');
    for (const [, reference] of text.matchAll(REFERENCE)) {
      const target = new URL(reference.replaceAll('&amp;', '&'), address);
      if (target.origin !== address.origin) continue;
      const { status, text: found } = await answerOf(target.href.replace(/#.*/, ''));
      const id = decodeURIComponent(target.hash.slice(1));
      if (status !== 200 || (id && !found.includes(`id="${id}"`))) dead.push(`${name}: ${reference}`);
    }
  }
  assert.ok(answers.size > 50, String(answers.size));
  assert.deepEqual(dead, []);
});

test('what an entry makes public is on its page, with every method of its classes', async () => {
  for (const file of (await readdir('dist')).filter((name) => name.endsWith('.d.ts'))) {
    const text = await readFile(`dist/${file}`, 'utf8');
    const exported = [...text.matchAll(/^(?:export )?declare (?:abstract )?(?:class|interface|function|type|const) (\w+)/gm)];
    const page = await readFile(
      `${SITE}/docs/api/${file === 'index.d.ts' ? 'undertone' : file.replace('.d.ts', '')}.html`,
      'utf8',
    );
    const missing = exported.map(([, name]) => name).filter((name) => !page.includes(`id="${name}"`));
    assert.deepEqual(missing, [], file);
    assert.equal(
      declarationsOf(text).some(({ kind, members }) => kind === 'class' && members.length === 0),
      false,
      file,
    );
  }
  const page = await readFile(`${SITE}/docs/api/undertone.html`, 'utf8');
  for (const id of ['Undertone-analyze', 'ToneStream-revoke', 'FileAnalysis-summary', 'PcmSource-write']) {
    assert.ok(page.includes(`id="${id}"`), id);
  }
});

/** A page of the site, with the addresses that it asks for. */
async function open(path) {
  const { page, problems } = await chromium.open('/test/pages/blank.html');
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`));
  await page.goto(site.url + path);
  return { page, problems, asked };
}

const elsewhere = (asked) => asked.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url));

test('a reader goes from page to page and searches, and nothing is asked of another origin', async () => {
  const { page, problems, asked } = await open('');
  await page.locator('.VPSidebar').getByRole('link', { name: 'Quick start' }).click();
  await page.getByRole('heading', { level: 1, name: 'Quick start' }).waitFor();
  await page.getByRole('link', { name: 'Consent and law' }).last().click();
  await page.getByRole('heading', { level: 1, name: 'Consent and law' }).waitFor();
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('#localsearch-input').fill('csp-blocked');
  await page.locator('.VPLocalSearchBox .results a', { hasText: 'csp-blocked' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Troubleshooting' }).waitFor();
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere(asked), []);
  await page.close();
});

test('the architecture is a page, with its picture and links to what it names', async () => {
  const { page, problems, asked } = await open('');
  await page.locator('.VPSidebar').getByRole('link', { name: 'Architecture' }).click();
  await page.getByRole('heading', { level: 1, name: 'Architecture' }).waitFor();
  const picture = page.locator('main').getByRole('img', { name: /audio thread/ });
  await picture.waitFor();
  assert.ok(await picture.evaluate(async (image) => image.decode().then(() => image.naturalWidth > 0)));
  await page.locator('main').getByRole('link', { name: 'docs/life-cycle.md' }).click();
  await page.getByRole('heading', { level: 1, name: 'The life of a stream' }).waitFor();
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere(asked), []);
  await page.close();
});

test('a playground is there from its page, loads the model and leads to the others', async () => {
  const { page, problems, asked } = await open('docs/playgrounds.html');
  await page.locator('main').getByRole('link', { name: 'Microphone' }).click();
  await page.getByText('Ready: undertone-en-open').waitFor();
  await page.getByRole('link', { name: 'Call', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Call' }).waitFor();
  assert.deepEqual(problems, []);
  assert.deepEqual(elsewhere(asked), []);
  await page.close();
});
