/** The microphone's page, as a user with a keyboard meets it, in a browser other than Chromium. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serve } from '../../tools/serve.mjs';
import { startOther } from '../runner/browsers/others.mjs';
import { collectProblems } from '../runner/middleware.mjs';
import { eventually } from '../support/eventually.mjs';

const BADGE = "document.querySelector('undertone-badge').shadowRoot";
const CONSENT = "document.querySelector('undertone-consent').shadowRoot";

let server, browser, page;
before(async () => {
  server = await serve({ middleware: [collectProblems] });
  browser = await startOther(process.env.OTHER_BROWSER, { microphone: process.env.FAKE_MICROPHONE });
  page = await browser.open(`${server.url}/examples/microphone/`);
});
after(async () => {
  await page.close();
  await browser.close();
  await server.stop();
});

/** Waits until `script` is true in the page. */
const holds = (script) => eventually(async () => assert.equal(await page.evaluate(script), true, script));

/** Goes on from one control to the next until `script` is true. */
async function tabTo(script) {
  for (let i = 0; !(await page.evaluate(script)); i++) {
    assert.ok(i < 30, `the keyboard does not come to ${script}`);
    await page.press('Tab');
  }
}

test('consent is given by keys, the badge shows the tone of the speech, and nothing goes wrong', async () => {
  await holds("!!document.querySelector('undertone-badge')?.shadowRoot");
  await tabTo("document.activeElement.id === 'start'");
  await page.press('Enter');
  await holds(`${CONSENT}.querySelector('dialog').open`);
  await tabTo(`${CONSENT}.activeElement?.type === 'checkbox'`);
  await page.press('Space');
  await page.press('Enter');
  await holds(`!${CONSENT}.querySelector('dialog').open`);

  await holds(`/^(Negative|Neutral|Positive)/.test(${BADGE}.querySelector('[part~=label]').textContent)`);
  await holds("document.querySelector('undertone-badge').getBoundingClientRect().height > 0");

  await tabTo("document.activeElement.id === 'stop'");
  await page.press('Enter');
  await holds("document.activeElement.id === 'start'");
  assert.deepEqual(await page.evaluate('problems'), []);
});
