import { createUndertone } from 'undertone';

const undertone = await createUndertone();
const track = peerConnection.getReceivers().find((r) => r.track.kind === 'audio').track;
const caller = undertone.analyze(track, {
  id: 'caller',
  consent: { subject: 'customer 4711', purpose: 'live coaching of the agent', obtainedAt: new Date() },
});
caller.on('tone', ({ window, recent, call }) => console.log(window.label, recent.label, call.scores));
caller.on('error', ({ code, message }) => console.warn(code, message));
const summary = await caller.stop();

export {};
