import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { PATIENCE_MS } from '../../support/eventually.mjs';
import { AUTOPLAY, fakeMicrophoneArgs } from '../chromium-args.mjs';
import { tryPage } from './try-app.mjs';

/** What the page `index.html` of the extension in `folder` answers. Its service worker tells its address. */
export async function tryExtension(folder) {
  const profile = await mkdtemp(join(tmpdir(), 'undertone-extension-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM_PATH,
    // Extensions are loaded in the new headless mode, and not in the old one that Playwright asks for.
    headless: false,
    args: [
      '--headless=new',
      ...fakeMicrophoneArgs(process.env.FAKE_MICROPHONE),
      AUTOPLAY,
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
    ],
    ignoreDefaultArgs: ['--disable-extensions'],
    timeout: PATIENCE_MS,
  });
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
    return await tryPage(await context.newPage(), new URL('index.html', worker.url()).href);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
