import { UndertoneError } from 'undertone';
import { createCallHub } from 'undertone/calls';
import { toChimeVoiceTone } from 'undertone/chime';
import { defineElements } from 'undertone/elements';
import { followLiveKit } from 'undertone/livekit';
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
    ...elements(),
    calls: await followed(undertone),
    report: isOurs(() => new ToneLog()),
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

/** An adapter and the hub, each of an entry of its own: what becomes of one participant. */
async function followed(undertone) {
  const { stream } = new MediaStreamAudioDestinationNode(new AudioContext());
  const publication = { source: 'microphone', isMuted: false, track: { mediaStreamTrack: stream.getAudioTracks()[0] } };
  const anna = { identity: 'anna', trackPublications: new Map([['one', publication]]) };
  const room = { on() {}, off() {}, remoteParticipants: new Map([['anna', anna]]) };
  const told = [];
  await new Promise((resolve) => {
    const hub = createCallHub(undertone, {
      consentOf: (subject) => ({ subject, purpose: 'tests', obtainedAt: 0 }),
      onStream() {
        told.push('begins');
        void detach().then(resolve);
      },
      onEnd: () => told.push('ends'),
    });
    const detach = followLiveKit(hub, room);
  });
  return told;
}
