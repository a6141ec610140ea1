import { createUndertone, type UndertoneError, type UndertoneOptions } from 'undertone';

/** What became of one try to hear a tone. */
export interface Outcome {
  code: 'heard' | UndertoneError['code'];
  message: string;
}

/** Options come as JSON in the fragment, the outcome goes to the page around this one. */
const options = JSON.parse(decodeURIComponent(location.hash.slice(1))) as UndertoneOptions;

async function listen(): Promise<Outcome> {
  const undertone = await createUndertone(options);
  const context = new AudioContext();
  // On a slow machine the start takes longer than Undertone waits for it.
  await context.resume();
  const oscillator = new OscillatorNode(context);
  oscillator.start();
  const consent = { subject: 'oscillator', purpose: 'tests', obtainedAt: 0 };
  const stream = undertone.analyze(oscillator, { consent, hopMs: 500 });
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      stream.on('tone', () => resolve({ code: 'heard', message: '' }));
      stream.on('error', reject);
    });
  } finally {
    await undertone.close();
    await context.close();
  }
}

const failed = ({ code, message }: UndertoneError): Outcome => ({ code, message });
parent.postMessage(await listen().catch(failed), location.origin);
