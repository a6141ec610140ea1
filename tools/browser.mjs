/** Finds a Chromium for the examples' tools and the tests, and gets one if there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findBrowser } from '../bin/analyze/browser.mjs';

const INSTALLERS = [
  ['apt-get', ['update']],
  ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium']],
  [process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium']],
];

/** What every start needs: no first-run pages, no traffic of the browser's own. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium on this machine, or `undefined`. */
function findChromium() {
  return findBrowser() ?? [chromium.executablePath()].find((path) => existsSync(path));
}

/** Path of a Chromium, installed if need be by the system's packages (as root) or by Playwright. */
export function ensureChromium() {
  for (const [command, args] of INSTALLERS) {
    if (findChromium()) break;
    const root = process.getuid?.() === 0;
    if (command === 'apt-get' && !root) continue;
    console.error(`No Chromium found: running ${command} ${args.join(' ')}`);
    // Not to standard output: commands that call this write data there.
    spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  }
  const path = findChromium();
  if (!path) throw new Error('No Chromium: install one, or set CHROMIUM_PATH to its executable.');
  return path;
}
