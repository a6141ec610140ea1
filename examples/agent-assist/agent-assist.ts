import { startAnalysedCall, type AnalysedCall } from '../shared/analysed-call.js';
import { askConsent } from '../shared/consent.js';
import { find, setText } from '../shared/dom.js';
import { loadUndertone } from '../shared/engine.js';
import { onPress, showError } from '../shared/errors.js';
import { clock } from '../shared/format.js';
import { playIntoStream, type Playback } from '../shared/playback.js';
import { fetchSide, SHIPPED_CALL } from '../shared/shipped-call.js';
import { mountShell } from '../shared/shell.js';
import { createStreamCard } from '../shared/stream-card.js';
import { createTrendView } from '../shared/trend-view.js';
import { logAlerts } from './alert-log.js';
import { createLoudspeaker } from './loudspeaker.js';

mountShell();

const CALLER = SHIPPED_CALL.caller.name;
const AGENT = SHIPPED_CALL.agent.name;

const start = find('#start', HTMLButtonElement);
const hangUp = find('#hang-up', HTMLButtonElement);
const position = find('#position', HTMLElement);
const alerts = find('#alerts', HTMLElement);
const noAlerts = find('#no-alerts', HTMLElement);
const callerCard = createStreamCard(CALLER);
const agentCard = createStreamCard(AGENT);
const trend = createTrendView('Trend of the last 30 s of speech', [CALLER, AGENT]);
const loudspeaker = createLoudspeaker(find('#listen', HTMLButtonElement));
find('#sides', HTMLElement).append(callerCard.element, agentCard.element);
find('#trend', HTMLElement).append(trend.element);
const loading = loadUndertone(find('#engine', HTMLElement));

let current: { call: AnalysedCall; playbacks: Playback[]; context: AudioContext } | undefined;

onPress(start, async () => {
  const records = await askConsent({
    subjects: [CALLER, AGENT],
    purpose: 'To help the agent notice how the caller feels',
    statement: 'Both sides were told that their voice is analysed in this page, and agree. (The shipped call was played by actors.)',
  });
  if (!records) return;
  // Made while the browser still counts the press as a user's: it may be refused later.
  const context = new AudioContext();
  const undertone = await loading;
  const files = await Promise.all([fetchSide('caller'), fetchSide('agent')]);
  const playbacks = files.map((file) => playIntoStream(context, file));
  const [caller, agent] = playbacks as [Playback, Playback];
  const call = await startAnalysedCall(undertone, { a: caller.stream, b: agent.stream }, { a: records[0]!, b: records[1]! });

  clear();
  callerCard.follow(undertone, call.streams.a);
  agentCard.follow(undertone, call.streams.b);
  trend.follow(CALLER, call.streams.a);
  trend.follow(AGENT, call.streams.b);
  logAlerts(alerts, CALLER, call.streams.a, (at) => {
    noAlerts.hidden = true;
    trend.mark({ at, text: 'Alert' });
  });
  loudspeaker.connect([call.heardFrom.a, call.heardFrom.b]);

  caller.player.addEventListener('timeupdate', () => setText(position, `${clock(caller.player.currentTime)} of ${clock(caller.player.duration)}`));
  caller.player.addEventListener('ended', () => void end().catch(showError));
  await Promise.all(playbacks.map(({ player }) => player.play()));
  current = { call, playbacks, context };
  showControls();
});

onPress(hangUp, end);

async function end(): Promise<void> {
  if (!current) return;
  const { call, playbacks, context } = current;
  current = undefined;
  await call.hangUp();
  for (const playback of playbacks) playback.close();
  loudspeaker.disconnect();
  await context.close();
  showControls();
}

function clear(): void {
  trend.clear();
  alerts.replaceChildren();
  noAlerts.hidden = false;
}

function showControls(): void {
  start.disabled = current !== undefined;
  hangUp.disabled = current === undefined;
}
