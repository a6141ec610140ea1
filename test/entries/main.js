import { UndertoneError } from 'undertone';
import { toChimeVoiceTone } from 'undertone/chime';
import { refuse, start } from 'undertone/planted';
import { ToneLog } from 'undertone/report';
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
    report: isOurs(() => new ToneLog()),
  };
};

function isOurs(fail) {
  try {
    fail();
  } catch (error) {
    return error instanceof UndertoneError;
  }
  return false;
}
