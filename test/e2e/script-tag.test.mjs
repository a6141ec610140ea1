/** The pages of docs/hosts.md that need no bundler, as they stand there, with the package from another origin, as a CDN serves it. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PATIENCE_MS } from '../support/eventually.mjs';
import { serveStrictly } from '../runner/hosts/serve-strictly.mjs';
import { openBrowser } from '../runner/hosts/try-app.mjs';

const CDN = 'https://cdn.jsdelivr.net/npm/undertone@0.2.0/dist/';

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
const pages = [...(await readFile('docs/hosts.md', 'utf8')).matchAll(/^```html\n(.*?)^```/gms)].map(([, page]) => page);

let folder, cdn, browser;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-script-tag-'));
  const headers = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
  cdn = await serveStrictly('dist', { isolated: false, csp: '', headers });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  cdn?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Serves `html` with this policy, clicks on its button, and waits for what `wait` waits for. */
async function listen(html, { csp, isolated = false }, wait) {
  await writeFile(join(folder, 'index.html'), html.replaceAll(CDN, cdn.url));
  const site = await serveStrictly(folder, { csp, isolated });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const icon = message.location().url.endsWith('/favicon.ico');
    if (['error', 'warning'].includes(message.type()) && !icon) problems.push(message.text());
  });
  try {
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Listen' }).click();
    await wait(page);
    return problems;
  } finally {
    await page.close();
    site.stop();
  }
}

const tone = (page) =>
  page
    .getByText(/^(Positive|Neutral|Negative)/)
    .first()
    .waitFor();

/** The pages' own script stands in them. */
const policy = (worker) =>
  `default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' ${cdn.url}; worker-src ${worker}; connect-src 'self' ${cdn.url}`;

test('there are two: a classic script and a module', () => {
  assert.equal(pages.length, 2);
  assert.ok(pages.every((page) => page.includes(CDN)));
  assert.equal(pages.filter((page) => page.includes('type="module"')).length, 1);
});

for (const [i, kind, isolated] of [
  [0, 'classic script', true],
  [1, 'module', false],
]) {
  test(`a ${kind} tells the tone of the microphone in a page that is ${isolated ? '' : 'not '}isolated`, async () => {
    assert.deepEqual(await listen(pages[i], { csp: policy(`blob: ${cdn.url}`), isolated }, tone), []);
  });
}

test('the policy that it asks for is the one that it needs', async () => {
  let worker = "'self'";
  for (let tries = 0; tries < 2; tries++) {
    const failed = (page) => page.waitForEvent('pageerror');
    const problems = await listen(pages[0], { csp: policy(worker) }, failed);
    const [, sources] = /allow (blob: \S+) in worker-src/.exec(problems.join('\n')) ?? assert.fail(problems.join('\n'));
    assert.equal(sources, `blob: ${new URL(cdn.url).origin}`);
    // The second time, it is the worker that is blocked, and not the blob that imports it.
    worker = "'self' blob:";
  }
});

test('CDNs give the script for a bare name', () => {
  assert.deepEqual([manifest.unpkg, manifest.jsdelivr], ['./dist/undertone.global.js', './dist/undertone.global.js']);
});
