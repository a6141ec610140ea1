import { runInBrowser } from '../in-browser.mjs';
import { runInNode } from '../in-node.mjs';
import { launcherFor } from './launcher.mjs';
import { startOther } from './others.mjs';

/** What a run gives where the browser is not to be had. */
const skipped = (missing) => ({ passed: 0, failed: 0, skipped: missing });

/**
 * Runs test files one after another in a browser other than Chromium.
 * @param {{ browser: 'Firefox' | 'WebKit', files: string[], isolated: boolean, microphone: string, env?: Record<string, string> }} options
 *   `env`: of the browser, beside the variables of this process
 * @returns {Promise<{ passed: number, failed: number, skipped?: string }>} `skipped`: why nothing was run
 */
export async function runElsewhere({ browser: name, files, isolated, microphone, env }) {
  const browser = await startOther(name, { microphone, env });
  if (browser.missing) return skipped(browser.missing);
  try {
    return await runInBrowser({ files, isolated, launcher: launcherFor(name, browser) });
  } finally {
    await browser.close();
  }
}

/** The same for tests with node:test, which start the browser that the environment names. */
export async function runPagesElsewhere({ browser: name, files, microphone }) {
  const browser = await startOther(name, { microphone });
  if (browser.missing) return skipped(browser.missing);
  await browser.close();
  Object.assign(process.env, { OTHER_BROWSER: name, FAKE_MICROPHONE: microphone });
  return runInNode({ files });
}
