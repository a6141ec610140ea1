/** A browser that lets no audio run before the user has clicked: the stream says so, and goes on after a click. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browse } from '../runner/browse.mjs';

let chromium;
before(async () => {
  chromium = await browse({ autoplay: false });
});
after(() => chromium.close());

test('a suspended context is reported, does not hang, and runs after a click', async () => {
  const page = await chromium.context.newPage();
  const told = [];
  const listeners = new Set();
  page.on('console', (message) => {
    told.push(message.text());
    for (const listener of listeners) listener();
  });
  const hear = (start) =>
    new Promise((resolve) => {
      const check = () => told.some((text) => text.startsWith(start)) && resolve(listeners.delete(check));
      listeners.add(check);
      check();
    });

  await page.goto(`${chromium.url}/test/pages/click-to-listen.html`);
  await Promise.all([hear('error: context-blocked'), hear('state: suspended')]);
  assert.match(
    told.find((text) => text.startsWith('error')),
    /resume\(\) in a click/,
  );
  assert.deepEqual(
    told.filter((text) => text.startsWith('tone')),
    [],
  );

  await page.getByRole('button', { name: 'Listen' }).click();
  await hear('tone');
  const since = told.slice(told.indexOf('state: suspended') + 1);
  assert.ok(
    since.some((text) => text.startsWith('state')),
    'it is suspended no longer',
  );
});

test('resume() without a click is refused, and does not hang', async () => {
  const page = await chromium.context.newPage();
  const refused = page.waitForEvent('console', { predicate: (message) => message.text().startsWith('resume') });
  await page.goto(`${chromium.url}/test/pages/click-to-listen.html`);
  assert.equal((await refused).text(), 'resume: context-blocked');
});
