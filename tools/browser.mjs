/** Finds browsers for the examples' tools and the tests, and gets them if there are none. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, firefox } from 'playwright-core';
import { findBrowser } from '../bin/analyze/browser.mjs';

const IS_ROOT = process.getuid?.() === 0;

/** Debian's packages; as no recommended ones come along, what these need at run time is named. */
const SOUND = ['pulseaudio', 'pulseaudio-utils'];
const WEBKIT = ['webkit2gtk-driver', 'gstreamer1.0-plugins-base', 'gstreamer1.0-plugins-good', 'xvfb', 'xauth'];

/** What every start needs: no first-run pages, no traffic of the browser's own. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of a Chromium, installed if need be by the system's packages (as root) or by Playwright. */
export function ensureChromium() {
  const find = () => findBrowser() ?? existing(chromium.executablePath());
  const path = ensure('Chromium', find, [...byApt('chromium'), byPlaywright('chromium')]);
  if (!path) throw new Error('No Chromium: install one, or set CHROMIUM_PATH to its executable.');
  return path;
}

/**
 * A Firefox, got in the same ways, or `undefined`.
 * @returns {{ executablePath: string, channel?: string } | undefined} as Playwright starts it: `channel` where it is not its own
 */
export function ensureFirefox() {
  const find = () => {
    const own = existing(firefox.executablePath());
    const path = process.env.FIREFOX_PATH ?? onPath('firefox-esr') ?? onPath('firefox');
    return path ? { executablePath: path, channel: 'moz-firefox' } : own && { executablePath: own };
  };
  return ensure('Firefox', find, [...byApt('firefox-esr'), byPlaywright('firefox')]);
}

/**
 * WebKitGTK's browser with its driver and a screen for it, got from the system's packages (as root), or `undefined`.
 * @returns {{ driver: string, browser: string } | undefined}
 */
export function ensureWebKit() {
  const find = () => {
    const driver = onPath('WebKitWebDriver');
    const browser = findMiniBrowser();
    return driver && browser && onPath('xvfb-run') && onPath('xauth') ? { driver, browser } : undefined;
  };
  return ensure('WebKitGTK', find, byApt(...WEBKIT));
}

/** Whether there is a sound server for browsers that need one, got from the system's packages (as root). */
export function ensureSound() {
  return ensure('PulseAudio', () => onPath('pulseaudio') && onPath('pacat') && onPath('pactl'), byApt(...SOUND)) !== undefined;
}

/** What `find` finds, after as few of `installers` as that takes. */
function ensure(name, find, installers) {
  for (const [command, args] of installers) {
    if (find()) break;
    console.error(`No ${name} found: running ${command} ${args.join(' ')}`);
    // Not to standard output: commands that call this write data there.
    spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  }
  return find();
}

function byApt(...packages) {
  if (!IS_ROOT) return [];
  return [
    ['apt-get', ['update']],
    ['apt-get', ['install', '-y', '--no-install-recommends', ...packages]],
  ];
}

function byPlaywright(name) {
  return [process.execPath, ['node_modules/playwright-core/cli.js', 'install', name]];
}

function existing(path) {
  return path && existsSync(path) ? path : undefined;
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** It is on no path; distributions differ in where it lies. */
function findMiniBrowser() {
  const folders = ['/usr/libexec', '/usr/lib', '/usr/lib64'].filter((folder) => existsSync(folder));
  const inner = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
  return inner
    .flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((name) => join(folder, name, 'MiniBrowser')))
    .find((path) => existsSync(path));
}
