// No report known. Safari has it neither, says MDN's table of HTMLMediaElement.captureStream(). Seen in WebKitGTK 2.50.
import { expect } from 'chai';
import { createUndertone } from 'undertone';
import { clip, runningContext } from '../../support/audio.js';
import { CONSENT } from '../../support/consent.js';
import { errorOf } from '../../support/errors.js';
import { next } from '../../support/events.js';

it('a media element cannot be heard beside its playback: the error says what can be passed instead, and that is heard', async () => {
  expect(Audio.prototype).to.not.have.any.keys('captureStream', 'mozCaptureStream');
  const context = await runningContext();
  const undertone = await createUndertone({ audioContext: context });
  const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
  element.loop = true;
  const error = await errorOf('unsupported', () => undertone.analyze(element, { consent: CONSENT }));
  expect(error.message).to.include('MediaElementAudioSourceNode');
  await element.play();
  const node = new MediaElementAudioSourceNode(context, { mediaElement: element });
  const stream = undertone.analyze(node, { consent: CONSENT, hopMs: 1000 });
  await next(stream, 'tone', ({ speech }) => speech > 0);
  await undertone.close();
  await context.close();
});
