import { firefox } from 'playwright-core';
import { PATIENCE_MS } from '../../support/eventually.mjs';

/** The microphone without a prompt, and audio in pages that nobody has clicked on. */
const PREFERENCES = {
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
};

/**
 * @param {{ executablePath: string, channel?: string }} found
 * @param {Record<string, string>} env beside the variables of this process
 */
export async function startFirefox(found, env) {
  const browser = await firefox.launch({
    ...found,
    env: { ...process.env, ...env },
    firefoxUserPrefs: PREFERENCES,
    timeout: PATIENCE_MS,
  });
  return {
    async open(url) {
      const context = await browser.newContext();
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.goto(url);
      return {
        evaluate: (script) => page.evaluate(script),
        press: (key) => page.keyboard.press(key),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
