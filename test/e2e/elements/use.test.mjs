/** The consent and the timeline, by mouse and by keys. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { browseElements } from '../../runner/elements-page.mjs';
import { eventually } from '../../support/eventually.mjs';

let chromium;
before(async () => {
  chromium = await browseElements();
});
after(() => chromium.close());

const onElements = (use) => chromium.onElements(use);

test('consent is asked, recorded and withdrawn by keys alone', () =>
  onElements(async (page) => {
    await page.evaluate(() => {
      globalThis.told = [];
      for (const name of ['agree', 'refuse', 'revoke']) {
        document.addEventListener(`undertone-${name}`, ({ detail }) =>
          globalThis.told.push([name, ...(detail.records ?? []).map(({ subject }) => subject)]),
        );
      }
    });
    const dialog = page.getByRole('dialog', { name: 'Before we listen' });
    const open = async () => {
      await page.getByRole('button', { name: 'Ask for consent' }).focus();
      await page.keyboard.press('Enter');
      await dialog.waitFor();
    };
    await open();
    // The tick is missing.
    await page.getByRole('button', { name: 'Agree and start' }).press('Enter');
    assert.equal(await dialog.isVisible(), true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await open();
    await dialog.getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    const withdraw = page.getByRole('button', { name: 'Withdraw consent' });
    await withdraw.waitFor();
    await page.getByText(/^Agreed on .*\d{4}/).waitFor();
    await withdraw.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Consent was withdrawn.').waitFor();
    // The button that had the focus is gone, and the other one has it.
    assert.equal(await page.getByRole('button', { name: 'Ask for consent' }).evaluate((node) => node.matches(':focus')), true);
    const told = await page.evaluate(() => globalThis.told);
    assert.deepEqual(told, [['refuse'], ['agree', 'Caller'], ['revoke', 'Caller']]);
  }));

test('consent that cannot be asked for is refused with what to do', () =>
  onElements(async (page) => {
    const refused = await page.evaluate(async () => {
      const consent = document.createElement('undertone-consent');
      return consent.ask().catch(({ name, code, message }) => ({ name, code, message }));
    });
    assert.deepEqual([refused.name, refused.code], ['UndertoneError', 'bad-options']);
    assert.match(refused.message, /subject and a purpose/);
  }));

test('records that are none, and numbers that are none, are never shown', () =>
  onElements(async (page) => {
    const shown = await page.evaluate(async () => {
      const [consent, meter, timeline] = ['consent', 'meter', 'timeline'].map((name) =>
        document.querySelector(`undertone-${name}`),
      );
      let code;
      try {
        consent.records = [{ subject: 'Caller', purpose: 'tests', obtainedAt: 'yesterday' }];
      } catch (error) {
        code = error.code;
      }
      consent.records = [];
      // What a player has to say of its length before it knows it, and of a live stream.
      timeline.duration = Number.NaN;
      const durations = [timeline.duration];
      timeline.duration = Number.POSITIVE_INFINITY;
      durations.push(timeline.duration);
      timeline.position = Number.NaN;
      meter.level = meter.speech = Number.NaN;
      await Promise.resolve();
      return {
        code,
        records: consent.records,
        durations,
        position: timeline.position,
        meter: [meter.level, meter.speech],
        nan: [meter, timeline].some(({ shadowRoot }) => shadowRoot.innerHTML.includes('NaN')),
      };
    });
    assert.deepEqual(shown, {
      code: 'consent-required',
      records: null,
      durations: [120, 120],
      position: 120,
      meter: [null, null],
      nan: false,
    });
  }));

test('an element that draws itself for its width leaves the browser nothing to complain of', () =>
  onElements(async (page) => {
    const complaints = await page.evaluate(async () => {
      const heard = [];
      addEventListener('error', ({ message }) => heard.push(message));
      const main = document.querySelector('main');
      const frames = async () => {
        for (let i = 0; i < 5; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      };
      main.append(document.createElement('undertone-timeline'));
      await frames();
      main.style.width = '400px';
      await frames();
      return heard;
    });
    assert.deepEqual(complaints, []);
  }));

test('the timeline is walked through, zoomed and pointed at', () =>
  onElements(async (page) => {
    const slider = page.locator('undertone-timeline').getByRole('slider', { name: 'Position' });
    const now = () => slider.getAttribute('aria-valuenow').then(Number);
    const range = () => page.evaluate(() => document.querySelector('undertone-timeline').range);
    await slider.focus();
    for (const [key, position] of [
      ['Home', 0],
      ['ArrowRight', 2.5],
      ['PageUp', 17.5],
      ['ArrowLeft', 15],
    ]) {
      await page.keyboard.press(key);
      await eventually(async () => assert.equal(await now(), position));
    }
    assert.match(await slider.getAttribute('aria-valuetext'), /^0:15 · Recent speech: Neutral 50% · Speech \d+%$/);
    await page.keyboard.press('+');
    const { from, to } = await range();
    assert.ok(to - from === 60 && from <= 15 && to >= 15, `${from} to ${to}`);
    // Where the cursor goes, the picture follows.
    await page.keyboard.press('End');
    await eventually(async () => assert.equal((await range()).to, 120));
    await page.keyboard.press('0');
    assert.equal(await range(), null);
    // The button that stops being of use keeps the focus.
    const zoomOut = page.getByRole('button', { name: 'Zoom out' });
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await zoomOut.focus();
    await page.keyboard.press('Enter');
    await page.locator('undertone-timeline [aria-label="Zoom out"][aria-disabled=true]').waitFor();
    assert.equal(await zoomOut.evaluate((node) => node.matches(':focus')), true);
    await page.getByRole('radio', { name: 'Last 5 s' }).check();
    const { x, y, width } = await slider.boundingBox();
    await page.mouse.move(x + width / 2, y + 60);
    await page.locator('[part=readout]', { hasText: /^(1:00|0:59) · Last 5 s: / }).waitFor();
    await page.mouse.move(0, 0);
    await page.locator('[part=readout]', { hasText: /^2:00 / }).waitFor();
  }));

test('a timeline that is given less than it was zoomed to shows all of that', () =>
  onElements(async (page) => {
    const shown = await page.evaluate(async () => {
      const timeline = document.querySelector('undertone-timeline');
      timeline.range = { from: 60, to: 120 };
      const before = timeline.range;
      timeline.waveform = null;
      timeline.events = [globalThis.toneEvent(0)];
      timeline.add(globalThis.toneEvent(1));
      return { before, after: timeline.range, duration: timeline.duration, events: timeline.events.length };
    });
    assert.deepEqual(shown, { before: { from: 60, to: 120 }, after: null, duration: 5, events: 2 });
  }));

test('the timeline is saved as PNG, SVG and CSV', () =>
  onElements(async (page) => {
    const saved = {};
    for (const format of ['PNG', 'SVG', 'CSV']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: `Save as ${format}` }).click(),
      ]);
      assert.equal(download.suggestedFilename(), `Caller.${format.toLowerCase()}`);
      saved[format] = await readFile(await download.path());
    }
    assert.equal(saved.PNG.toString('latin1', 1, 4), 'PNG');
    assert.equal(saved.PNG.readUInt32BE(16), 2 * (1080 + 40));
    const svg = saved.SVG.toString();
    assert.match(svg, /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.doesNotMatch(svg, /var\(|light-dark|NaN/);
    const rows = saved.CSV.toString().trimEnd().split('\r\n');
    assert.equal(rows.length, 1 + 48);
    assert.ok(rows.every((row) => row.split(',').length === rows[0].split(',').length));
    // In silence a reason stands in place of the label, and no numbers.
    assert.match(rows[5], /,too-little-speech,,,,/);
    const kept = await page.evaluate(async () => {
      const timeline = document.querySelector('undertone-timeline');
      const asked = new Promise((resolve) => {
        timeline.addEventListener('undertone-export', (event) => {
          event.preventDefault();
          resolve(event.detail.format);
        });
      });
      timeline.shadowRoot.querySelector('[part~=save-csv]').click();
      return asked;
    });
    assert.equal(kept, 'csv');
  }));
