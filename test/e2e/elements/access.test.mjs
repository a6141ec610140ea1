/** The four elements for people without eyes, without colours, without room, or with another language. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { browseElements } from '../../runner/elements-page.mjs';
import { eventually } from '../../support/eventually.mjs';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let chromium;
before(async () => {
  chromium = await browseElements();
});
after(() => chromium.close());

const onElements = (use) => chromium.onElements(use);

/** What axe finds wrong, in a line each. */
async function violations(page) {
  const found = await page.evaluate((tags) => globalThis.axe.run({ runOnly: { type: 'tag', values: tags } }), WCAG);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`),
  );
}

const label = (page) => page.locator('undertone-badge [part=label]');

test('axe finds nothing: light and dark, left to right and right to left, and in the dialog', () =>
  onElements(async (page) => {
    await page.evaluate(AXE);
    for (const [lang, dir, colorScheme] of [
      ['en', 'ltr', 'light'],
      ['ar', 'rtl', 'dark'],
    ]) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate((words) => Object.assign(document.documentElement, words), { lang, dir });
      assert.deepEqual(await violations(page), [], lang);
      await page.evaluate(() => void document.querySelector('undertone-consent').ask());
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await violations(page), [], `${lang}, dialog`);
      await page.keyboard.press('Escape');
    }
  }));

test('the colours that mean something stand out from what is behind them, light and dark', () =>
  onElements(async (page) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const low = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('undertone-timeline');
        const probe = shadowRoot.appendChild(document.createElement('span'));
        const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        const luminance = (name) => {
          probe.style.color = `var(--_${name})`;
          context.fillStyle = getComputedStyle(probe).color;
          context.fillRect(0, 0, 1, 1);
          const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data]
            .map((byte) => byte / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (one, other) => {
          const [bright, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
          return (bright + 0.05) / (dark + 0.05);
        };
        const areas = ['positive', 'neutral', 'negative', 'speech', 'wave', 'line', 'accent'];
        const pairs = areas.flatMap((name) => ['surface', 'sunken'].map((behind) => [name, behind, contrast(name, behind)]));
        probe.remove();
        return pairs.filter(([, , ratio]) => ratio < 3);
      });
      assert.deepEqual(low, [], colorScheme);
    }
  }));

test('tones differ by more than colour: a pattern each, a face each, and a word', () =>
  onElements(async (page) => {
    const shown = await page.evaluate(async () => {
      const badge = document.querySelector('undertone-badge');
      const seen = [];
      for (const tone of ['positive', 'neutral', 'negative']) {
        badge.setAttribute('label', tone);
        await Promise.resolve();
        seen.push([
          badge.shadowRoot.querySelector('[part=label]').textContent,
          badge.shadowRoot.querySelector('svg path').getAttribute('d'),
        ]);
      }
      return seen;
    });
    assert.equal(new Set(shown.map(([word]) => word)).size, 3);
    assert.equal(new Set(shown.map(([, face]) => face)).size, 3);
    for (const pattern of ['hatch', 'dots']) {
      assert.equal(await page.locator(`undertone-timeline path[fill="url(#${pattern})"]`).count(), 2, pattern);
    }
  }));

test('with forced colours every bar and every tone is still to be seen', () =>
  onElements(async (page) => {
    await page.emulateMedia({ forcedColors: 'active' });
    const same = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('undertone-meter');
      const [track, fill] = ['[part=level]', '[part=level-fill]'].map((part) => getComputedStyle(shadowRoot.querySelector(part)));
      return { fill: track.backgroundColor === fill.backgroundColor, border: track.borderTopStyle };
    });
    assert.deepEqual(same, { fill: false, border: 'solid' });
  }));

test('at 320 px, in every language, nothing is cut off and nothing lies on anything', () =>
  onElements(async (page) => {
    await page.setViewportSize({ width: 320, height: 800 });
    for (const [lang, dir] of [
      ['en', 'ltr'],
      ['de', 'ltr'],
      ['es', 'ltr'],
      ['fr', 'ltr'],
      ['ar', 'rtl'],
    ]) {
      await page.evaluate((words) => Object.assign(document.documentElement, words), { lang, dir });
      // Drawings follow a little later.
      await eventually(async () => {
        const wrong = await page.evaluate(() => {
          const roots = [...document.querySelectorAll('main > *')].flatMap(({ shadowRoot }) => shadowRoot ?? []);
          const nodes = roots.flatMap((root) => [...root.querySelectorAll('button, p, strong, label, svg, text, [part~=level]')]);
          const shown = nodes.filter((node) => node.checkVisibility() && !node.closest('.unseen, dialog'));
          const boxes = shown.map((node) => ({ node, box: node.getBoundingClientRect() }));
          const outside = boxes.filter(({ box }) => box.left < 0 || box.right > innerWidth);
          const leaves = boxes.filter(({ node }) => ['BUTTON', 'LABEL', 'P', 'STRONG', 'text'].includes(node.nodeName));
          const onOther = leaves.filter(({ box: a, node }, i) =>
            leaves.some(
              ({ box: b, node: other }, j) =>
                j > i &&
                node.getRootNode() === other.getRootNode() &&
                Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
                Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
            ),
          );
          return [...outside, ...onOther].map(({ node }) => `${node.nodeName}: ${node.textContent}`);
        });
        assert.deepEqual(wrong, [], lang);
        assert.ok(
          (await page.evaluate(() => document.documentElement.scrollWidth)) <= 320,
          `${lang}: nothing to scroll sideways`,
        );
      });
    }
  }));

test('the language is that of the page, or of the element; texts can be replaced', () =>
  onElements(async (page) => {
    const words = () => label(page).textContent();
    for (const [lang, word] of [
      ['de-AT', 'Negativ'],
      ['es', 'Negativo'],
      ['fr', 'Négatif'],
      ['ar', 'سلبي'],
      ['xx', 'Negative'],
    ]) {
      await page.evaluate((language) => (document.documentElement.lang = language), lang);
      await eventually(async () => assert.equal(await words(), word));
    }
    await page.evaluate(() => document.querySelector('undertone-badge').setAttribute('lang', 'de'));
    await eventually(async () => assert.equal(await words(), 'Negativ'));
    await page.evaluate(() => (document.querySelector('undertone-badge').texts = (lang) => ({ negative: `schlecht (${lang})` })));
    await eventually(async () => assert.equal(await words(), 'schlecht (de)'));
  }));

test('whoever is asked for consent begins at the title, before who, what for and where', () =>
  onElements(async (page) => {
    await page.setViewportSize({ width: 320, height: 480 });
    await page.getByRole('button', { name: 'Ask for consent' }).press('Enter');
    const title = page.getByRole('dialog').getByRole('heading');
    await title.waitFor();
    assert.equal(await title.evaluate((node) => node.matches(':focus')), true);
    await page.keyboard.press('Tab');
    assert.equal(await page.getByRole('checkbox').evaluate((node) => node.matches(':focus')), true);
  }));

test('where the text of the page is larger, the letters of a drawing are, too, and nothing is cut off', () =>
  onElements(async (page) => {
    const size = () =>
      page.evaluate(() => {
        const caption = document.querySelector('undertone-timeline').shadowRoot.querySelector('svg text');
        return caption.getBoundingClientRect().height;
      });
    const usual = await size();
    await page.setViewportSize({ width: 320, height: 800 });
    await page.evaluate(() => (document.querySelector('main').style.fontSize = '200%'));
    await eventually(async () => assert.ok((await size()) > 1.8 * usual, `${await size()} of ${usual}`));
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('main > *')]
        .flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll('button, p, strong, label, svg, text') ?? [])])
        .filter((node) => node.getBoundingClientRect().right > innerWidth)
        .map((node) => node.textContent),
    );
    assert.deepEqual(outside, []);
    // The cursor stands where it is pressed, as before.
    const slider = page.getByRole('slider');
    const { x, width } = await slider.boundingBox();
    await slider.click({ position: { x: width / 4, y: 60 } });
    const cursor = await page.locator('undertone-timeline [part=cursor]').boundingBox();
    assert.ok(Math.abs(cursor.x - x - width / 4) < 2, `${cursor.x - x} of ${width}`);
  }));
