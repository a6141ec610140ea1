/** Names and titles that are longer than a line, in a report as it is looked at. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { toHtml, ToneLog, toSvg } from '../../../dist/report.js';
import { CHROMIUM_ARGS } from '../../../tools/browser.mjs';
import { PATIENCE_MS } from '../../support/eventually.mjs';
import { like, toneEvents } from '../../support/tone-events.mjs';

const LONG = 'W'.repeat(200);

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGS, timeout: PATIENCE_MS });
});
after(() => browser?.close());

function logOfLongNames() {
  const log = new ToneLog({ model: { name: 'undertone-en-open', version: '0.12.0', licence: 'CC-BY-SA-4.0' } });
  for (const [channel, name] of [LONG, 'Caller'].entries()) {
    const hops = new Array(8).fill({ speech: 2, recent: like('negative', 0.7) });
    for (const event of toneEvents(hops, { id: 'call', channel })) log.add(event, { name });
  }
  return log;
}

for (const width of [320, 1100]) {
  test(`a page of ${width} px holds them, and a short name stays in one piece`, async () => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(toHtml(logOfLongNames(), { title: LONG }));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    const glance = page.getByRole('table', { name: /^Each speaker/ });
    const [long, short, score] = await Promise.all(
      [glance.getByText(LONG), glance.getByText('Caller'), glance.getByRole('cell', { name: '70 %', exact: true }).first()].map(
        (part) => part.boundingBox(),
      ),
    );
    assert.ok(long.width <= 200, `the name leaves room for the other columns: ${long.width} px`);
    assert.ok(short.height < 30, `one line: ${short.height} px`);
    assert.ok(score.x < 600, `the numbers are near: ${score.x} px`);
    await page.close();
  });
}

test('a drawing holds them, with the tone behind them, and all of them for who points at them', async () => {
  const page = await browser.newPage();
  await page.setContent(toSvg(logOfLongNames(), { title: LONG }));
  const lines = await page.evaluate(() =>
    [...document.querySelectorAll('text.title, text.name')].map((line) => {
      const { x, width } = line.getBBox();
      return { right: x + width, shown: line.lastChild.data, whole: line.querySelector('title')?.textContent };
    }),
  );
  assert.ok(
    lines.every(({ right }) => right <= 1080),
    JSON.stringify(lines),
  );
  assert.deepEqual(
    lines.map(({ whole }) => whole),
    [LONG, LONG, undefined],
  );
  assert.match(lines[1].shown, /^W+…: Negative 70\u00a0%$/);
  assert.equal(lines[2].shown, 'Caller: Negative 70\u00a0%');
  await page.close();
});
