import assert from 'node:assert/strict';
import { browse } from './browse.mjs';
import { policyFromQuery } from './middleware.mjs';

/** No style but from files, no script from strings, no policy of Trusted Types. */
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** A browser for pages with the four elements, which a strict Content-Security-Policy governs. */
export async function browseElements() {
  const chromium = await browse({ middleware: [policyFromQuery] });
  return {
    ...chromium,
    /** Runs `use` on such a page, and makes sure that the browser had nothing to say. */
    async onElements(use, policy = STRICT) {
      const { page, problems } = await chromium.open(`/test/pages/elements.html?csp=${encodeURIComponent(policy)}`);
      await page.waitForFunction(() => globalThis.ready);
      await page.locator('undertone-timeline svg').waitFor();
      await use(page);
      assert.deepEqual(problems, []);
      await page.close();
    },
  };
}
