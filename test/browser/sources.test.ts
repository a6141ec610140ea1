import { expect } from 'chai';
import { createUndertone, type AudioSource, type ToneEvent, type Undertone } from 'undertone';
import { clip, openMicrophone, playingClip, runningContext } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';
import { next } from '../support/events.js';
import { itWithCalls, itWithCapture } from '../support/lacks.js';
import { callWith } from '../support/loopback.js';

describe('sources', () => {
  let undertone: Undertone;
  let context: AudioContext;

  before(async () => {
    context = await runningContext();
    undertone = await createUndertone({ audioContext: context });
  });
  after(async () => {
    await undertone.close();
    expect(context.state, 'the app’s own context is left alone').to.equal('running');
    await context.close();
  });

  /** The first window of `source` that is no digital silence. */
  async function hear(source: AudioSource): Promise<ToneEvent> {
    const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 1000 });
    const error = next(stream, 'error').then((problem) => Promise.reject(problem));
    const tone = await Promise.race([next(stream, 'tone', ({ speech }) => speech > 0), error]);
    await stream.stop();
    return tone;
  }

  it('may be a track, or a stream with one', async () => {
    const microphone = await openMicrophone();
    await hear(microphone);
    await hear(microphone.getAudioTracks()[0]!);
    microphone.getTracks().forEach((track) => track.stop());
  });

  itWithCalls('may be the far end of a WebRTC call, which nothing plays', async () => {
    const microphone = await openMicrophone();
    const call = await callWith(microphone);
    const { made, restore } = watchAudioElements();
    await hear(call.remote);
    restore();
    // Chromium gives a remote track's audio away only while an element plays it.
    expect(made.map(({ muted, srcObject }) => ({ muted, srcObject }))).to.deep.equal([{ muted: true, srcObject: null }]);
    expect(document.querySelectorAll('audio, video')).to.have.length(0);
    call.hangUp();
    microphone.getTracks().forEach((track) => track.stop());
  });

  it('may be a node of any context of the page', async () => {
    const node = await playingClip(context, 'spoken-neutral-meeting');
    await hear(node);
    const other = await runningContext({ sampleRate: 22_050 });
    await hear(await playingClip(other, 'spoken-neutral-meeting'));
    await other.close();
  });

  itWithCapture('may be a media element, which goes on playing aloud', async () => {
    const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
    element.loop = true;
    await element.play();
    await hear(element);
    expect(element).to.include({ paused: false, muted: false, volume: 1 });
    element.pause();
  });

  itWithCapture('may be a media element that plays only later', async () => {
    const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
    element.loop = true;
    const tone = hear(element);
    await element.play();
    await tone;
    element.pause();
  });

  const useless: [string, () => unknown][] = [
    ['a stream without audio', () => new MediaStream()],
    ['a video track', () => document.createElement('canvas').captureStream().getVideoTracks()[0]],
    ['a node without output', () => context.destination],
    ['another object', () => ({})],
    ['nothing', () => undefined],
    ['null', () => null],
    ['a string', () => 'microphone'],
  ];
  for (const [what, make] of useless) {
    it(`may not be ${what}`, () => errorOf('bad-source', () => undertone.analyze(make() as AudioSource, { consent: CONSENT })));
  }

  it('may not be a track that has ended', async () => {
    const microphone = await openMicrophone();
    microphone.getTracks().forEach((track) => track.stop());
    await errorOf('track-ended', () => undertone.analyze(microphone, { consent: CONSENT }));
  });

  it('need consent', async () => {
    const node = new ConstantSourceNode(context);
    await errorOf('consent-required', () => undertone.analyze(node, {} as never));
  });
});

/** Keeps the audio elements that are made from now on. */
function watchAudioElements() {
  const { Audio } = globalThis;
  const made: HTMLAudioElement[] = [];
  globalThis.Audio = class extends Audio {
    constructor() {
      super();
      made.push(this);
    }
  };
  return { made, restore: () => void (globalThis.Audio = Audio) };
}
