import { expect } from 'chai';
import { createUndertone, type AudioSource, type ToneStream, type Undertone } from 'undertone';
import { clip, openMicrophone, playing, playingClip, runningContext, signal } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { errorOf } from '../support/errors.js';
import { inState, next, record } from '../support/events.js';
import { allowSlowStart } from '../support/slow-start.js';

describe('a source that changes', () => {
  let undertone: Undertone;
  let context: AudioContext;
  const streams: ToneStream[] = [];

  before(async () => {
    context = await runningContext();
    undertone = await createUndertone({ audioContext: context });
  });
  after(async () => {
    await undertone.close();
    await context.close();
  });
  afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.stop())));

  function listenTo(source: AudioSource): ToneStream {
    const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
    allowSlowStart(stream);
    streams.push(stream);
    return stream;
  }

  const speech = (stream: ToneStream) => next(stream, 'tone', (tone) => tone.speech > 0);
  const silence = (stream: ToneStream) => next(stream, 'tone', (tone) => tone.speech === 0);
  const playOut = (element: HTMLMediaElement) => {
    element.currentTime = element.duration - 1;
    return new Promise((resolve) => element.addEventListener('ended', resolve));
  };
  const silentTrack = () => {
    const destination = new MediaStreamAudioDestinationNode(context);
    playing(
      context,
      signal(1, context.sampleRate, () => 0),
    ).connect(destination);
    return destination.stream.getAudioTracks()[0]!;
  };

  it('is heard by its live track, whichever ended ones it still holds', async () => {
    const ended = silentTrack();
    ended.stop();
    const microphone = await openMicrophone();
    await speech(listenTo(new MediaStream([ended, ...microphone.getTracks()])));
    microphone.getTracks().forEach((track) => track.stop());
  });

  it('is followed where the app swaps the track of a stream, which fires no event', async () => {
    const [old, microphone] = [silentTrack(), await openMicrophone()];
    const source = new MediaStream([old]);
    const stream = listenTo(source);
    const ends = record(stream, 'end');
    await silence(stream);
    source.removeTrack(old);
    old.stop();
    source.addTrack(microphone.getAudioTracks()[0]!);
    await speech(stream);
    expect(ends).to.deep.equal([]);
    microphone.getTracks().forEach((track) => track.stop());
  });

  it('is followed where a media element plays something else, or the same again', async () => {
    const element = new Audio(URL.createObjectURL(await clip('spoken-positive-news')));
    await element.play();
    const stream = listenTo(element);
    const ends = record(stream, 'end');
    await speech(stream);
    element.src = URL.createObjectURL(await clip('spoken-neutral-meeting'));
    await element.play();
    await playOut(element);
    await silence(stream);
    const again = speech(stream);
    await element.play();
    await again;
    await playOut(element);
    await silence(stream);
    const microphone = await openMicrophone();
    element.srcObject = microphone;
    const third = speech(stream);
    await element.play();
    await third;
    expect(ends).to.deep.equal([]);
    element.srcObject = null;
    microphone.getTracks().forEach((track) => track.stop());
  });

  it('is heard by each that listens to the same media element, until the last of them stops', async () => {
    const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
    element.loop = true;
    await element.play();
    const captured: MediaStream[] = [];
    Object.assign(element, {
      captureStream() {
        const { captureStream } = HTMLMediaElement.prototype as unknown as { captureStream(): MediaStream };
        const capture = captureStream.call(element);
        captured.push(capture);
        return capture;
      },
    });
    const [first, second] = [listenTo(element), listenTo(element)];
    // A window that lies behind what has just been heard.
    const speechLater = async (stream: ToneStream) => {
      const from = (await next(stream, 'tone')).window.end;
      const { speech } = await next(stream, 'tone', ({ window }) => window.start >= from);
      expect(speech).to.be.above(0);
    };
    await Promise.all([speechLater(first), speechLater(second)]);
    await first.replace(element);
    await Promise.all([speechLater(first), speechLater(second)]);
    await second.stop();
    await speechLater(first);
    await first.stop();
    expect(captured.flatMap((capture) => capture.getTracks()).map(({ readyState }) => readyState)).not.to.include('live');
    await speech(listenTo(element));
    element.pause();
  });

  it('counts as silent where the app disconnects what feeds it', async () => {
    const voice = await playingClip(context, 'spoken-neutral-meeting');
    const gain = new GainNode(context);
    voice.connect(gain);
    const stream = listenTo(gain);
    await speech(stream);
    voice.disconnect();
    await inState(stream, 'no-speech');
    voice.connect(gain);
    await speech(stream);
    gain.disconnect();
    await inState(stream, 'no-speech');
  });

  it('may be no node of a library, and none of an OfflineAudioContext: the message says what to pass', async () => {
    const wrapper = { connect: () => {}, context: { currentTime: 0, close: () => {} }, numberOfOutputs: 1 };
    const refusedWrapper = await errorOf('bad-source', () => undertone.analyze(wrapper as never, { consent: CONSENT }));
    expect(refusedWrapper.message).to.include('MediaStreamAudioDestinationNode');
    const offline = new GainNode(new OfflineAudioContext(1, 1, 44_100));
    const refused = await errorOf('bad-source', () => undertone.analyze(offline, { consent: CONSENT }));
    expect(refused.message).to.include('analyzeFile()');
    const stream = listenTo(await playingClip(context, 'spoken-neutral-meeting'));
    await errorOf('bad-source', () => stream.replace(offline));
    await next(stream, 'tone');
  });
});
