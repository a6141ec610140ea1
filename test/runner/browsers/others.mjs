import { ensureFirefox, ensureSound, ensureWebKit } from '../../../tools/browser.mjs';
import { startFirefox } from './firefox.mjs';
import { startSound } from './sound.mjs';
import { startWebKit } from './webkit.mjs';

/** How browsers other than Chromium are got and started. */
const OTHERS = {
  Firefox: { ensure: ensureFirefox, start: startFirefox },
  WebKit: { ensure: ensureWebKit, start: startWebKit },
};

/**
 * One of them with a microphone that hears `microphone`, or why there is none.
 * @param {'Firefox' | 'WebKit'} name
 * @param {{ microphone: string, env?: Record<string, string> }} options `env`: for the browser
 * @returns {Promise<{ missing: string } | { open(url: string): Promise<Page>, close(): Promise<void> }>}
 * @typedef {{ evaluate(script: string): Promise<unknown>, press(key: string): Promise<void>, close(): Promise<void> }} Page
 */
export async function startOther(name, { microphone, env = {} }) {
  // Without it neither of them hears anything, so that it comes first.
  if (!ensureSound()) return { missing: 'PulseAudio is not installed, which is their microphone' };
  const found = OTHERS[name].ensure();
  if (!found) return { missing: `there is no ${name} on this machine, and none could be installed` };
  const sound = await startSound(microphone);
  const browser = await OTHERS[name].start(found, { ...env, ...sound.env });
  return {
    open: browser.open,
    async close() {
      await browser.close();
      await sound.close();
    },
  };
}
