// https://crbug.com/933677, and 121673 before it. Seen in Chromium 156.
import { expect } from 'chai';
import { openMicrophone, runningContext } from '../../support/audio.js';
import { callWith } from '../../support/loopback.js';

const PAUSE_MS = 50;

it('a remote track is silent in Web Audio until a media element plays it', async () => {
  const context = await runningContext();
  const microphone = await openMicrophone();
  const call = await callWith(microphone);
  const [near, far] = [microphone.getAudioTracks()[0]!, call.remote].map((track) => listenTo(track, context));

  const heard = [];
  while (near!() === 0 || heard.length < 20) {
    heard.push(far!());
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  expect(Math.max(...heard)).to.equal(0);

  const element = new Audio();
  element.muted = true;
  element.srcObject = new MediaStream([call.remote]);
  await element.play();
  while (far!() === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

  element.srcObject = null;
  call.hangUp();
  microphone.getTracks().forEach((track) => track.stop());
  await context.close();
});

/** Returns what looks how loud the track is just now. */
function listenTo(track: MediaStreamTrack, context: AudioContext): () => number {
  const analyser = new AnalyserNode(context);
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  return () => {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return Math.max(...samples.map(Math.abs));
  };
}
