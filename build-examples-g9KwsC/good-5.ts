import { createUndertone } from 'undertone';

const undertone = await createUndertone();
const recording = await (await fetch('call.wav')).blob();
const consent = { subject: 'customer 4711', purpose: 'quality review', obtainedAt: '2026-11-01' };
const analysis = undertone.analyzeFile(recording, { consent });
for await (const { window, recent } of analysis) console.log(window.end, recent.label);
const { call } = await analysis.summary;

export {};
