import type { ToneStream } from 'undertone';
import { UndertoneConsent } from 'undertone/elements';
import { find, switchOver } from '../shared/dom.js';
import { loadUndertone } from '../shared/engine.js';
import { onPress, showError } from '../shared/errors.js';
import { openMicrophone, showMicrophones, stopTracks } from '../shared/microphones.js';
import { mountShell } from '../shared/shell.js';
import { createStreamCard } from '../shared/stream-card.js';
import { createTrendView } from '../shared/trend-view.js';

mountShell();

const start = find('#start', HTMLButtonElement);
const pause = find('#pause', HTMLButtonElement);
const stop = find('#stop', HTMLButtonElement);
const consent = find('#consent', UndertoneConsent);
const device = find('#device', HTMLSelectElement);
const card = createStreamCard('You');
const trend = createTrendView('Trend of the last 30 s of speech', ['You']);
find('#view', HTMLElement).append(card.element, trend.element);
const loading = loadUndertone(find('#engine', HTMLElement));

/** What is open now. The microphone belongs to the page, so the page closes it. */
let session: { stream: ToneStream; microphone: MediaStream } | undefined;

onPress(start, async () => {
  const [agreed] = (await consent.ask()) ?? [];
  if (!agreed) return;
  const undertone = await loading;
  const microphone = await openMicrophone();
  const stream = undertone.analyze(microphone, { id: 'you', consent: agreed });
  session = { stream, microphone };
  consent.stream = stream;
  trend.clear();
  card.follow(undertone, stream, microphone);
  trend.follow('You', stream);
  stream.on('state', showControls);
  await showMicrophones(device, microphone);
  showControls();
});

onPress(pause, () => {
  if (!session) return;
  if (session.stream.state === 'paused') session.stream.resume();
  else session.stream.pause();
});

onPress(stop, end);
// The element has revoked the stream by then.
consent.addEventListener('undertone-revoke', () => void end().then(() => start.focus(), showError));

device.addEventListener('change', () => void changeMicrophone().catch(showError));

async function changeMicrophone(): Promise<void> {
  if (!session) return;
  const { stream, microphone: before } = session;
  const microphone = await openMicrophone(device.value);
  try {
    await stream.replace(microphone);
  } catch (error) {
    stopTracks(microphone);
    throw error;
  }
  stopTracks(before);
  session = { stream, microphone };
}

async function end(): Promise<void> {
  if (!session) return;
  const { stream, microphone } = session;
  session = undefined;
  await stream.stop();
  stopTracks(microphone);
  showControls();
}

function showControls(): void {
  const paused = session?.stream.state === 'paused';
  if (session) switchOver(start, stop);
  else switchOver(stop, start);
  pause.setAttribute('aria-pressed', String(paused));
  pause.textContent = paused ? 'Resume' : 'Pause';
  for (const control of [pause, device]) control.disabled = session === undefined;
}
