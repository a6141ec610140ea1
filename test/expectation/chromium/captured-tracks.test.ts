// No report known. Seen in Chromium 156; Firefox 153 ends the first track.
import { expect } from 'chai';
import { clip } from '../../support/audio.js';

const played = (element: HTMLAudioElement) => new Promise((resolve) => (element.ontimeupdate = resolve));

it('a media element that plays something else keeps the track of what it played before, live and silent', async () => {
  const element = new Audio(URL.createObjectURL(await clip('spoken-neutral-meeting')));
  element.loop = true;
  await element.play();
  const stream = (element as HTMLAudioElement & { captureStream(): MediaStream }).captureStream();
  await played(element);
  const [first] = stream.getAudioTracks();
  element.src = URL.createObjectURL(await clip('spoken-positive-news'));
  const added = new Promise((resolve) => (stream.onaddtrack = resolve));
  await element.play();
  await added;
  expect(stream.getAudioTracks()).to.have.length(2).and.include(first);
  expect(first!.readyState).to.equal('live');
  element.pause();
});
