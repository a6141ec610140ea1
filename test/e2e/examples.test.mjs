/** The example pages do what they show, as a user with a mouse or a keyboard meets them, with nothing in the console. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { browse } from '../runner/browse.mjs';
import { readWav, writeCallWav } from '../runner/wav.mjs';
import { eventually } from '../support/eventually.mjs';

let chromium;
before(async () => {
  chromium = await browse();
});
after(() => chromium.close());

/** Opens an example, runs `use` on it, and makes sure that nothing went wrong in it. */
async function onPage(name, use) {
  const { page, problems } = await chromium.open(`/examples/${name}/`);
  await use(page);
  assert.deepEqual(problems, []);
  const alerts = await page.getByRole('alert').locator('> *').allTextContents();
  // On a slow machine the audio starts later than Undertone waits before it says this.
  assert.deepEqual(
    alerts.filter((text) => !text.includes('AudioContext is suspended')),
    [],
  );
  await page.close();
}

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** Agrees in the dialog, with the keyboard. */
async function agree(page) {
  await page.getByRole('dialog', { name: 'Before we listen' }).getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
}

/** Waits until the card of a speaker shows an analysed window: its speech in percent. */
const analysed = (page, name) =>
  page.getByRole('region', { name, exact: true }).locator('[part=speech-value]', { hasText: '%' }).waitFor();

test('the index leads to every example', async () => {
  const { page, problems } = await chromium.open('/examples/');
  const links = await page
    .locator('main')
    .getByRole('link')
    .evaluateAll((all) => all.map(({ href }) => href));
  assert.deepEqual(
    links.map((link) => new URL(link).pathname),
    ['/examples/file/', '/examples/microphone/', '/examples/call/', '/examples/agent-assist/'],
  );
  assert.deepEqual(problems, []);
  await page.close();
});

test('with forced colours the tones of a bar, a pressed button and the page that is shown are still to be told apart', () =>
  onPage('microphone', async (page) => {
    await page.emulateMedia({ forcedColors: 'active' });
    const looks = await page.evaluate(() => {
      const look = (selector) => {
        const { backgroundColor, backgroundImage, textDecorationLine } = getComputedStyle(document.querySelector(selector));
        return [backgroundColor, backgroundImage, textDecorationLine].join(' ');
      };
      const bar = ['.bar', '.tone-positive', '.tone-neutral', '.tone-negative'].map(look);
      const released = look('#pause');
      document.querySelector('#pause').setAttribute('aria-pressed', 'true');
      return {
        bar,
        buttons: [released, look('#pause')],
        links: ['a:not([aria-current])', 'a[aria-current]'].map((a) => look(`nav ${a}`)),
      };
    });
    for (const [what, all] of Object.entries(looks)) assert.equal(new Set(all).size, all.length, `${what}: ${all.join('; ')}`);
  }));

test('file: a chosen recording gets a timeline, and can be walked through by keys', () =>
  onPage('file', async (page) => {
    await page.locator('input[type=file]').setInputFiles('test/clips/spoken-negative-refund.wav');
    await agree(page);
    const panel = page.getByRole('region', { name: 'spoken-negative-refund.wav' });
    await panel.getByRole('status').filter({ hasText: 'Whole recording' }).waitFor();
    await panel.locator('.chart svg').first().waitFor();
    const slider = panel.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await panel.locator('[role=slider][aria-valuenow="2.5"]').waitFor();
  }));

test('file: a recording with a speaker on each side offers to analyse each, and draws both', () =>
  onPage('file', async (page) => {
    const clips = ['refund', 'day'].map((name) => readFile(`test/clips/spoken-negative-${name}.wav`));
    const [first, second] = (await Promise.all(clips)).map((file) => [...readWav(file).samples]);
    const buffer = writeCallWav(first, second, 16_000);
    await page.locator('input[type=file]').setInputFiles({ name: 'call.wav', mimeType: 'audio/wav', buffer });
    await agree(page);
    const panel = page.getByRole('region', { name: 'call.wav' });
    await panel.getByRole('button', { name: 'Analyse each channel' }).click();
    await panel.getByRole('status').filter({ hasText: 'Channel 2: ' }).waitFor();
    assert.deepEqual(await panel.getByRole('heading', { level: 3 }).allTextContents(), ['Left channel', 'Right channel']);
    assert.equal(await panel.getByRole('slider').count(), 2);
  }));

test('file: what is no audio is refused in words', async () => {
  const { page } = await chromium.open('/examples/file/');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no audio') });
  await agree(page);
  await page.getByRole('region', { name: 'notes.txt' }).getByText('bad-source').waitFor();
  await page.close();
});

test('file: the shipped call is analysed', () =>
  onPage('file', async (page) => {
    await press(page, 'Use the shipped call');
    await agree(page);
    const status = page.getByRole('status').filter({ hasText: 'Analysed' });
    await status.first().waitFor();
    assert.equal(await page.locator('audio').count(), 2);
  }));

test('microphone: nothing is heard without consent', () =>
  onPage('microphone', async (page) => {
    await press(page, 'Start');
    await press(page, 'Not now');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('undertone-badge [part=label]', { hasText: 'No analysis' }).waitFor();
  }));

test('microphone: it starts, pauses, goes on, and forgets when consent is withdrawn', () =>
  onPage('microphone', async (page) => {
    await press(page, 'Start');
    await agree(page);
    await analysed(page, 'You');
    await press(page, 'Pause');
    await page.locator('undertone-badge [part=label]', { hasText: 'Paused' }).waitFor();
    await press(page, 'Resume');
    await press(page, 'Withdraw consent');
    await page.locator('undertone-badge [part=label]', { hasText: 'estimates erased' }).waitFor();
    await page.locator('#start:focus').waitFor();
    assert.equal(await page.getByRole('region', { name: 'You' }).locator('dd', { hasText: '%' }).count(), 0);
  }));

test('call: both sides are analysed, one of them the microphone', () =>
  onPage('call', async (page) => {
    await page.getByRole('combobox', { name: 'Billie sends' }).selectOption({ label: 'Microphone' });
    await press(page, 'Call');
    await agree(page);
    await Promise.all([analysed(page, 'Alex'), analysed(page, 'Billie')]);
    await press(page, 'Hang up');
    await page.getByRole('region', { name: 'Alex' }).getByText('Analysis is off').waitFor();
  }));

for (const name of ['call', 'agent-assist']) {
  test(`${name}: a browser without WebRTC is told so, and where else to go`, async () => {
    const { page } = await chromium.open('/test/pages/blank.html');
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
    await page.goto(`${chromium.url}/examples/${name}/`);
    await page.getByRole('alert').getByText('no WebRTC').waitFor();
    assert.equal(await page.locator('#start').isDisabled(), true);
    await page.close();
  });
}

test('agent assist: both sides of the shipped call are followed', () =>
  onPage('agent-assist', async (page) => {
    await press(page, 'Start the call');
    await agree(page);
    for (const card of await page.locator('#sides section').all())
      await card.locator('[part=speech-value]', { hasText: '%' }).waitFor();
    await page.locator('#trend svg').first().waitFor();
    await page.getByText('None so far.').waitFor();
    await press(page, 'Hang up');
    await page.locator('#sides').getByText('Analysis is off').first().waitFor();
    await page.getByText('The call ended without an alert.').waitFor();
  }));

/** Presses a button with the keyboard, and returns what has the focus a moment later. */
async function focusAfter(page, button) {
  await button.focus();
  await page.keyboard.press('Enter');
  await button.waitFor({ state: 'hidden' });
  return page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
}

test('file: the keyboard goes on where a button was that is gone', () =>
  onPage('file', async (page) => {
    await press(page, 'Use the shipped call');
    await agree(page);
    const button = (name, i) => page.getByRole('button', { name, exact: true }).nth(i);
    await page.getByRole('status').filter({ hasText: 'Analysed' }).first().waitFor();
    assert.equal(await focusAfter(page, button('Cancel', 1)), 'Remove');
    const panel = await page.locator('#recordings > section').first().elementHandle();
    await button('Remove', 0).focus();
    await page.keyboard.press('Enter');
    await panel.waitForElementState('hidden');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Remove');
    assert.equal(await focusAfter(page, button('Remove', 0)), 'shipped');
  }));

test('loading: after a failure the keyboard finds what to do, and it can be tried again', async () => {
  const { page } = await chromium.open('/test/pages/blank.html');
  await page.route('**/undertone-en-open.manifest', (route) => route.abort());
  await page.goto(`${chromium.url}/examples/file/`);
  assert.equal(await focusAfter(page, page.getByRole('button', { name: 'Dismiss' })), 'Try again');
  await page.unroute('**/undertone-en-open.manifest');
  assert.equal(await focusAfter(page, page.getByRole('button', { name: 'Try again' })), 'files');
  await page.getByText('Ready: undertone').waitFor();
  await page.close();
});

/** Nothing reaches past the edges of a narrow page, not even a drawing. */
async function expectToFit(page) {
  const width = 360;
  await page.setViewportSize({ width, height: 800 });
  // Drawings follow a little later.
  await eventually(async () => {
    const outside = await page.locator('main *').evaluateAll((all) => {
      const reaches = ({ left, right }) => left < 0 || right > innerWidth;
      return all.filter((node) => reaches(node.getBoundingClientRect())).map(({ outerHTML }) => outerHTML.slice(0, 80));
    });
    assert.deepEqual(outside, []);
  });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, 'nothing to scroll sideways');
}

test('microphone: it fits a narrow page, whatever the microphones are called', () =>
  onPage('microphone', async (page) => {
    await press(page, 'Start');
    await agree(page);
    await analysed(page, 'You');
    await page
      .locator('#device option')
      .first()
      .evaluate((option) => (option.textContent = 'Built-in Microphone Array (Manufacturer of Long Names, 0123:4567)'));
    await expectToFit(page);
    await press(page, 'Stop');
  }));

test('file: its timeline fits a narrow page', () =>
  onPage('file', async (page) => {
    await page.locator('input[type=file]').setInputFiles('test/clips/spoken-negative-refund.wav');
    await agree(page);
    await page.getByRole('status').filter({ hasText: 'Whole recording' }).waitFor();
    await expectToFit(page);
  }));
