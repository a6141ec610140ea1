import { UndertoneConsent } from 'undertone/elements';
import { startAnalysedCall, type AnalysedCall } from '../shared/analysed-call.js';
import { find, switchOver } from '../shared/dom.js';
import { loadUndertone } from '../shared/engine.js';
import { onPress, showError } from '../shared/errors.js';
import { needCalls } from '../shared/peer-call.js';
import { mountShell } from '../shared/shell.js';
import { createSide } from './side.js';
import { openSource, type Source } from './source.js';

mountShell();

const start = find('#start', HTMLButtonElement);
const hangUp = find('#hang-up', HTMLButtonElement);
const sides = { a: createSide('Alex', 'caller'), b: createSide('Billie', 'agent') };
find('#sides', HTMLElement).append(sides.a.element, sides.b.element);
const consent = find('#consent', UndertoneConsent);
consent.subjects = [sides.a.name, sides.b.name];
const loading = loadUndertone(find('#engine', HTMLElement));
needCalls(start);

let current: { call: AnalysedCall; sources: Source[]; context: AudioContext } | undefined;

onPress(start, async () => {
  const records = await consent.ask();
  if (!records) return;
  // Made while the browser still counts the press as a user's: it may be refused later.
  const context = new AudioContext();
  const sources: Source[] = [];
  try {
    const undertone = await loading;
    const a = await openSource(sides.a.choice, context);
    sources.push(a);
    const b = await openSource(sides.b.choice, context);
    sources.push(b);
    const call = await startAnalysedCall(undertone, { a: a.stream, b: b.stream }, { a: records[0]!, b: records[1]! });
    consent.streams = [call.streams.a, call.streams.b];
    sides.a.join(undertone, call.streams.a, a, call.heardFrom.a);
    sides.b.join(undertone, call.streams.b, b, call.heardFrom.b);
    await Promise.all(sources.map((source) => source.start()));
    current = { call, sources, context };
    showControls();
  } catch (error) {
    await close(sources, context);
    throw error;
  }
});

onPress(hangUp, end);
consent.addEventListener('undertone-revoke', () => void end().then(() => start.focus(), showError));

async function end(): Promise<void> {
  if (!current) return;
  const { call, sources, context } = current;
  current = undefined;
  await call.hangUp();
  await close(sources, context);
  showControls();
}

async function close(sources: readonly Source[], context: AudioContext): Promise<void> {
  for (const source of sources) source.close();
  for (const side of [sides.a, sides.b]) side.leave();
  await context.close();
}

function showControls(): void {
  if (current) switchOver(start, hangUp);
  else switchOver(hangUp, start);
}
