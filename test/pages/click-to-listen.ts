import { createUndertone, type UndertoneError } from 'undertone';

/**
 * Tells what happens in messages to the console: a script that a browser's driver runs in a page counts as a click
 * there, so that it cannot ask.
 */
const tell = (what: string, detail: string) => console.info(`${what}: ${detail}`);

const undertone = await createUndertone();
const oscillator = new OscillatorNode(new AudioContext());
oscillator.start();
const consent = { subject: 'oscillator', purpose: 'tests', obtainedAt: 0 };
const stream = undertone.analyze(oscillator, { consent, hopMs: 500 });
stream.on('error', ({ code, message }) => tell('error', `${code} ${message}`));
stream.on('state', ({ state }) => tell('state', state));
stream.on('tone', ({ window }) => tell('tone', `${window.end}`));
document.querySelector('button')!.onclick = () => undertone.resume();
undertone.resume().catch(({ code }: UndertoneError) => tell('resume', code));
