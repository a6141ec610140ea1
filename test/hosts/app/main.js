import { createUndertone } from 'undertone';

const consent = { subject: 'the person at this page', purpose: 'test', obtainedAt: 0 };

/** Two seconds of silence, as WAV. */
function audioFile() {
  const view = new DataView(new ArrayBuffer(44 + 64_000));
  const header = [
    0x46464952,
    36 + 64_000,
    0x45564157,
    0x20746d66,
    16,
    0x00010001,
    16_000,
    32_000,
    0x00100002,
    0x61746164,
    64_000,
  ];
  header.forEach((word, i) => view.setUint32(4 * i, word, true));
  return view.buffer;
}

/** `track` as the other end of a call hears it. */
async function calledWith(track) {
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
  here.onicecandidate = ({ candidate }) => there.addIceCandidate(candidate);
  there.onicecandidate = ({ candidate }) => here.addIceCandidate(candidate);
  const heard = new Promise((resolve) => (there.ontrack = (event) => resolve(event.track)));
  here.addTrack(track);
  await here.setLocalDescription();
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription();
  await here.setRemoteDescription(there.localDescription);
  return heard;
}

/** Resolves once speech is heard of `source`. */
function speechOf(undertone, source) {
  const stream = undertone.analyze(source, { consent, hopMs: 500 });
  return new Promise((resolve, reject) => {
    stream.on('tone', ({ speech }) => speech > 0.5 && resolve());
    stream.on('error', reject);
  });
}

/** Loads everything that the bundler had to find, and hears a microphone, a file and, if wanted, a call. */
globalThis.tryUndertone = async ({ call = false, ...options } = {}) => {
  const audioContext = new AudioContext();
  // On a slow machine the start takes longer than Undertone waits for it.
  await audioContext.resume();
  const undertone = await createUndertone({ threads: 2, audioContext, ...options });
  const [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks();
  await speechOf(undertone, microphone);
  if (call) await speechOf(undertone, await calledWith(microphone));
  // The reader of recordings is a script that the bundler had to find, too.
  const { windows } = await undertone.analyzeFile(new Blob([audioFile()]), { consent }).summary;
  const { provider, threads, transport } = undertone.capabilities;
  await undertone.close();
  return { provider, threads, transport, windows };
};
