/** A report of a long call with many turns, as it is looked at on a screen and a phone: nothing lies over anything else. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { toHtml, ToneLog } from '../../../dist/report.js';
import { CHROMIUM_ARGS } from '../../../tools/browser.mjs';
import { PATIENCE_MS } from '../../support/eventually.mjs';
import { like, toneEvents } from '../../support/tone-events.mjs';

const LONG_NAME = 'Maximiliane von Hohenstaufen-Oberndorff (customer 4711)';
const TURN_SECONDS = 60;

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: CHROMIUM_ARGS, timeout: PATIENCE_MS });
});
after(() => browser?.close());

/** An hour and a half of two who turn once a minute. */
function report() {
  const log = new ToneLog({ model: { name: 'undertone-en-open', version: '0.12.0', licence: 'CC-BY-SA-4.0' } });
  for (const [channel, name] of [LONG_NAME, 'Caller'].entries()) {
    const hops = Array.from({ length: (90 * 60) / 2.5 }, (_, i) => {
      const turn = Math.floor((i * 2.5) / TURN_SECONDS);
      return { speech: 2, recent: like(turn % 2 === 0 ? 'negative' : 'positive', 0.7) };
    });
    for (const event of toneEvents(hops, { id: 'call', channel })) log.add(event, { name });
  }
  return toHtml(log);
}

async function open(width) {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  await page.setContent(report());
  return page;
}

for (const width of [320, 700, 1100]) {
  for (const [what, words] of [
    ['numbers of turning points', 'text.turn'],
    ['times', 'text.time'],
  ]) {
    test(`at ${width} px the ${what} under each other can be read`, async () => {
      const page = await open(width);
      const lanes = await page.evaluate(
        (selector) =>
          [...document.querySelectorAll('figure')].map((figure) =>
            [...figure.querySelectorAll(selector)]
              .map((text) => text.getBoundingClientRect())
              .filter(({ width: shown }) => shown > 0)
              .map(({ left, right }) => ({ left, right })),
          ),
        words,
      );
      for (const lane of lanes) {
        assert.ok(lane.length >= 3, `${lane.length} are shown`);
        for (const [i, { left }] of lane.entries())
          assert.ok(i === 0 || left > lane[i - 1].right, `number ${i} lies over the one before`);
      }
      await page.close();
    });
  }
}

for (const table of ['Where the tone of the last 30 s', 'How long two spoke']) {
  test(`beside a name of several lines all else of its row begins on the first: "${table}"`, async () => {
    const page = await open(1100);
    const tops = await page.evaluate((caption) => {
      const found = [...document.querySelectorAll('table')].find(({ textContent }) => textContent.startsWith(caption));
      return [...found.querySelector('tbody tr').cells].map((cell) => {
        const tops = [];
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (const range = document.createRange(); texts.nextNode(); ) {
          if (!texts.currentNode.data.trim()) continue;
          range.selectNodeContents(texts.currentNode);
          tops.push(Math.round(range.getBoundingClientRect().top));
        }
        return Math.max(...tops);
      });
    }, table);
    assert.ok(Math.max(...tops) - Math.min(...tops) < 4, tops.join(', '));
    await page.close();
  });
}
