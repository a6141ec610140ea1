/** `undertone analyze` of the packed package, on both sides of the shipped call, and its report as people open it: from a disk. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS } from '../../../tools/browser.mjs';
import { packedApp } from '../../runner/packed-app.mjs';
import { PATIENCE_MS } from '../../support/eventually.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIDES = ['agent', 'caller'].map((side) => resolve(`examples/call-audio/${side}.opus`));

let app;
let browser;
/** What the command said, and the profiles of browsers that it left behind. */
let outcome;
let leftovers;

before(async () => {
  app = await packedApp();
  await mkdir(join(app.folder, 'tmp'));
  outcome = await run('analyze', ...SIDES, '--one-call', '--names', 'Agent, <Caller>', '--title', 'Car repair', ...outputs());
  leftovers = await readdir(join(app.folder, 'tmp'));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGS, timeout: PATIENCE_MS });
});
after(async () => {
  await browser?.close();
  await app?.remove();
});

const outputs = () => ['--report', 'call.html', '--json', 'call.json', '--csv', 'call.csv', '--svg', 'call.svg'];
const read = (name) => readFile(join(app.folder, name), 'utf8');

/** Runs the installed package's command as an app's developer does. */
function run(...words) {
  const command = join(app.folder, 'node_modules', 'undertone', 'bin', 'undertone.mjs');
  const options = { cwd: app.folder, env: { ...process.env, TMPDIR: join(app.folder, 'tmp') }, maxBuffer: 1e8 };
  return new Promise((settle) => {
    execFile(process.execPath, [command, ...words], options, (error, stdout, stderr) =>
      settle({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

const errorsIn = (stderr) =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'error');

test('it writes what was asked for, says the same on standard output, and leaves nothing behind', async () => {
  assert.deepEqual([outcome.code, errorsIn(outcome.stderr), leftovers], [0, [], []]);
  const summaries = outcome.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'summary');
  const { speakers, duration } = JSON.parse(await read('call.json'));
  assert.deepEqual(
    speakers.map(({ name, end, windows }) => [name, end, windows.length]),
    summaries.map((summary, i) => [['Agent', '<Caller>'][i], summary.duration, summary.windows]),
  );
  assert.equal(duration, Math.max(...summaries.map((summary) => summary.duration)));
  for (const [i, { call, talkSeconds, talkShare }] of speakers.entries()) {
    const { label, scores, speechSeconds } = summaries[i].call;
    assert.deepEqual([call.label, call.scores], [label, scores]);
    assert.ok(Math.abs(talkSeconds - speechSeconds) < 1e-6);
    assert.ok(talkShare > 0.2 && talkShare < 0.8, `both sides speak: ${talkShare}`);
  }
});

test('its CSV has every window, and the talk time in it is that of the report', async () => {
  const rows = parse(await read('call.csv'), { columns: true, record_delimiter: '\r\n' });
  const { speakers } = JSON.parse(await read('call.json'));
  for (const { name, windows, talkSeconds } of speakers) {
    const own = rows.filter(({ speaker }) => speaker === name);
    assert.equal(own.length, windows.length);
    const talk = own.reduce((sum, row) => sum + Number(row.fresh_speech_seconds), 0);
    assert.ok(Math.abs(talk - talkSeconds) < 0.001 * own.length);
  }
});

/** Opens the report from the disk, without a network, and makes sure that it asks for nothing and the console stays empty. */
async function onReport(use, options = {}) {
  const context = await browser.newContext({ offline: true, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const url = String(pathToFileURL(join(app.folder, 'call.html')));
  const [requests, told] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(String(error)));
  await page.goto(url);
  await use(page);
  assert.deepEqual([requests, told], [[url], []]);
  await context.close();
}

test('its HTML shows both speakers beside each other', () =>
  onReport(async (page) => {
    assert.equal(await page.title(), 'Car repair');
    const headings = await page.getByRole('heading', { level: 3 }).allTextContents();
    assert.deepEqual(headings, ['Agent', '<Caller>']);
    const [agent, caller] = await Promise.all(
      ['Agent', '<Caller>'].map((name) => page.getByRole('img', { name: `Timeline of ${name}: ` }).boundingBox()),
    );
    assert.deepEqual([agent.x, agent.width], [caller.x, caller.width]);
    assert.ok(agent.width > 300);
    const glance = page.getByRole('table', { name: /^Each speaker/ });
    assert.equal(await glance.getByRole('row').count(), 3);
    assert.match(await page.locator('main').innerText(), /Silence is not neutral/);
  }));

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing in it: ${colorScheme}`, () =>
    onReport(
      async (page) => {
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        assert.deepEqual(
          violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`)),
          [],
        );
      },
      { colorScheme },
    ));
}

test('it prints on white paper and fits it, and fits a narrow page', () =>
  onReport(
    async (page) => {
      const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      assert.ok(await fits());
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.notEqual(await background(), 'rgb(255, 255, 255)');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      assert.equal(await background(), 'rgb(255, 255, 255)');
      await page.setViewportSize({ width: 720, height: 1000 });
      assert.ok(await fits());
      assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
    },
    { colorScheme: 'dark', viewport: { width: 360, height: 800 } },
  ));

test('its SVG is a drawing that other programs read', async () => {
  const svg = await read('call.svg');
  const page = await browser.newPage();
  const drawn = await page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    return [image.width, image.height > 300];
  }, svg);
  assert.deepEqual(drawn, [1080, true]);
  await page.close();
});

test('without a browser it says what to do', async () => {
  const { code, stderr } = await run('analyze', SIDES[0], '--browser', '/no/such/browser');
  assert.equal(code, 1);
  const [{ code: why, message }] = errorsIn(stderr);
  assert.equal(why, 'no-browser');
  assert.match(message, /--browser PATH or in CHROMIUM_PATH/);
});

test('where a report cannot be written is told before anything is analysed', async () => {
  const { code, stdout, stderr } = await run('analyze', SIDES[0], '--report', 'no/such/folder.html');
  assert.deepEqual([code, stdout, errorsIn(stderr).map((error) => error.code)], [1, '', ['not-written']]);
});

test('a browser that does not run is told of in its own words', async () => {
  const { code, stderr } = await run('analyze', SIDES[0], '--browser', process.execPath);
  assert.equal(code, 1);
  const [{ code: why, message }] = errorsIn(stderr);
  assert.equal(why, 'browser-failed');
  assert.match(message, /bad option/);
});

test('the command says which commands there are', async () => {
  const plain = await run();
  assert.equal(plain.code, 0);
  assert.match(plain.stdout, /Commands: .*\banalyze\b/);
  const unknown = await run('analyse');
  assert.deepEqual([unknown.code, unknown.stdout], [2, '']);
  assert.match(unknown.stderr, /no command "analyse"/);
});
