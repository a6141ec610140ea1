import { join } from 'node:path';
import { ensureChromium } from '../../tools/browser.mjs';
import { writeFakeMicrophone } from './fake-microphone.mjs';

/** A Chromium, and in `folder` what it plays as the microphone. */
export async function prepareBrowser(folder) {
  return { chromium: ensureChromium(), microphone: await writeFakeMicrophone(join(folder, 'microphone.wav')) };
}
