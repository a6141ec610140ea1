// https://bugs.webkit.org/show_bug.cgi?id=319100 (WebKitGTK alone; Safari has it). Seen in WebKitGTK 2.50.
import { expect } from 'chai';

it('there are no calls: WebKitGTK is built without WebRTC', () => {
  expect(globalThis).to.not.have.property('RTCPeerConnection');
});
