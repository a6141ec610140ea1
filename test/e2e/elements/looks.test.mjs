/** How the elements look, beside pictures of how they should: light and dark, wide and narrow, in each of their states. */
import { after, before, test } from 'node:test';
import { browseElements } from '../../runner/elements-page.mjs';
import { assertPicture, picturesBeside } from '../../support/pictures.mjs';

/** The letters come from a file of the server. */
const POLICY = "default-src 'self'; img-src data:; style-src 'self'";

const file = picturesBeside(import.meta.url);

let chromium;
before(async () => {
  chromium = await browseElements();
});
after(() => chromium.close());

async function onDressed(use) {
  await chromium.onElements(async (page) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(async () => {
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/test/pages/elements-font.css' });
      const loaded = new Promise((resolve) => (link.onload = resolve));
      document.head.append(link);
      await loaded;
      await Promise.all(['400', '700'].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans"`)));
    });
    await use(page);
  }, POLICY);
}

/** Once the elements have drawn themselves for the size that they have. */
async function settled(page) {
  await page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

for (const colorScheme of ['light', 'dark']) {
  for (const width of [800, 320]) {
    test(`the four elements, ${colorScheme}, ${width} px wide`, () =>
      onDressed(async (page) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 700 });
        await settled(page);
        await assertPicture(
          await page.screenshot({ fullPage: true, animations: 'disabled' }),
          file(`all-${colorScheme}-${width}`),
        );
      }));
  }
}

test('the badge in each of its states', () =>
  onDressed(async (page) => {
    await page.setViewportSize({ width: 640, height: 700 });
    await page.evaluate(() => {
      const states = [
        { label: 'positive', strength: 0.9, state: 'running' },
        { label: 'neutral', strength: 0.5, state: 'running' },
        { label: 'negative', strength: 0.7, state: 'running' },
        ...['no-speech', 'muted', 'paused', 'recovering', 'ended'].map((state) => ({ state })),
      ];
      document.querySelector('main').replaceChildren(
        ...states.map((attributes) => {
          const badge = document.createElement('undertone-badge');
          for (const [name, value] of Object.entries({ subject: 'Caller', ...attributes })) badge.setAttribute(name, value);
          return badge;
        }),
      );
    });
    await settled(page);
    await assertPicture(await page.locator('main').screenshot({ animations: 'disabled' }), file('badge-states'));
  }));

test('the dialog that asks for consent', () =>
  onDressed(async (page) => {
    await page.setViewportSize({ width: 640, height: 480 });
    await page.evaluate(() => void document.querySelector('undertone-consent').ask());
    await page.getByRole('dialog').waitFor();
    await settled(page);
    await assertPicture(await page.screenshot({ animations: 'disabled' }), file('consent-dialog'));
  }));
