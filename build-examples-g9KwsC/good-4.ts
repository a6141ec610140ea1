import { createUndertone } from 'undertone';

const undertone = await createUndertone();
const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
const consent = { subject: 'the person at this page', purpose: 'practice', obtainedAt: new Date() };
const stream = undertone.analyze(microphone, { consent });
stream.on('tone', ({ window, recent, call }) => console.log(window.label, recent.label, call.label));
stream.on('error', ({ code, message }) => console.warn(code, message));
stream.on('end', ({ reason, summary }) => console.log(reason, summary?.call.scores));

export {};
