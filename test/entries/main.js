import { UndertoneError } from 'undertone';
import { toChimeVoiceTone } from 'undertone/chime';
import { defineElements } from 'undertone/elements';
import { refuse, start } from 'undertone/planted';
import { webgpu } from 'undertone/webgpu';

const NOTHING = { start: 0, end: 0, speechSeconds: 0, label: null, scores: null, reason: 'too-little-speech' };

/** Uses something of every entry; the instance stays open, so that its workers can be counted. */
globalThis.tryEntries = async () => {
  const undertone = await start();
  return {
    provider: undertone.capabilities.provider,
    sharesErrors: isOurs(refuse),
    chime: toChimeVoiceTone({ id: 'a', recent: NOTHING, call: NOTHING, timeOrigin: 0 }).detail,
    webgpu: Object.keys(webgpu()),
    ...elements(),
  };
};

/** Whether an element is what its tag says. */
function elements() {
  defineElements();
  const consent = document.createElement('undertone-consent');
  return { elements: typeof consent.ask };
}

function isOurs(fail) {
  try {
    fail();
  } catch (error) {
    return error instanceof UndertoneError;
  }
  return false;
}
