/** Finds a browser on this machine and runs a page in it, without a window. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ON_PATH = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const ON_MACOS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const ON_WINDOWS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** Nothing but this machine can be reached; no first-run pages, no traffic of the browser's own. */
const ARGUMENTS = [
  '--headless=new',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-features=MediaRouter,OptimizationHints,Translate',
  '--mute-audio',
  '--disable-gpu',
  '--password-store=basic',
  '--use-mock-keychain',
];

const IS_WINDOWS = process.platform === 'win32';

/** What a browser says last before it gives up is why. */
const LAST_WORDS = 400;

/** Path of a browser on this machine, or `undefined`. */
export function findBrowser() {
  const { CHROMIUM_PATH, CHROME_PATH, PATH = '' } = process.env;
  return [CHROMIUM_PATH, CHROME_PATH, ...usualPlaces(PATH.split(delimiter))].find((path) => path && existsSync(path));
}

function usualPlaces(folders) {
  const { LOCALAPPDATA, PROGRAMFILES } = process.env;
  if (IS_WINDOWS) {
    const roots = [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter(Boolean);
    return ON_WINDOWS.flatMap((file) => roots.map((root) => join(root, file)));
  }
  if (process.platform === 'darwin') {
    const roots = ['/', homedir()];
    return ON_MACOS.flatMap((name) => roots.map((root) => join(root, 'Applications', `${name}.app`, 'Contents', 'MacOS', name)));
  }
  return ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * @param {string | undefined} path of the browser, or `undefined` for one that is found
 * @returns {string}
 * @throws with the code `no-browser`, and what to do
 */
export function chooseBrowser(path) {
  const found = path ?? findBrowser();
  if (found && existsSync(found)) return found;
  const what = path ? `There is no ${path}.` : 'No Chromium, Chrome or Edge was found on this machine.';
  const message = `${what} Install one, or name its executable with --browser PATH or in CHROMIUM_PATH.`;
  throw Object.assign(new Error(message), { code: 'no-browser' });
}

/**
 * Opens `url` in a browser with a profile of its own, which is gone once it is closed, however this process ends.
 * @param {string} path of the browser
 * @param {string} url
 * @param {(error: Error) => void} onEnd the browser is gone, and nobody had closed it
 * @returns {{ close(): Promise<void> }}
 */
export function startBrowser(path, url, onEnd) {
  const profile = mkdtempSync(join(tmpdir(), 'undertone-'));
  // Chromium has no sandbox for root, and says so and ends.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(path, [...ARGUMENTS, ...asRoot, `--user-data-dir=${profile}`, url], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // What it writes beside its profile goes with that.
    env: { ...process.env, TMPDIR: profile },
    // A group of its own, which ends as one.
    detached: !IS_WINDOWS,
  });
  let lastWords = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (lastWords = (lastWords + text).slice(-LAST_WORDS)));

  let closing = false;
  const ended = new Promise((settle) => {
    child.once('error', (error) => settle(error.message));
    child.once('close', (code, signal) => settle(`It ended with ${signal ?? code}. ${lastWords.trim()}`));
  });
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const kill = () => {
    endAll(child);
    remove();
  };
  process.once('exit', kill);
  const interrupted = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);

  void ended.then((why) => {
    if (!closing) onEnd(browserFailed(`${path} could not run, or did not go on running. ${why}`));
  });
  return {
    async close() {
      closing = true;
      endAll(child);
      await ended;
      process.off('exit', kill);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupted);
      remove();
    },
  };
}

/** Ends a browser with all of its processes: its path may be that of a script that starts it. */
function endAll(child) {
  if (IS_WINDOWS) return void child.kill();
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It is gone already, or never was.
  }
}

export function browserFailed(message) {
  return Object.assign(new Error(message), { code: 'browser-failed' });
}
