import type { Undertone } from 'undertone';
import { UndertoneConsent } from 'undertone/elements';
import { find, setText, switchOver } from '../shared/dom.js';
import { loadUndertone } from '../shared/engine.js';
import { onPress, showError } from '../shared/errors.js';
import { clock } from '../shared/format.js';
import { needCalls } from '../shared/peer-call.js';
import { SHIPPED_CALL } from '../shared/shipped-call.js';
import { mountShell } from '../shared/shell.js';
import { createStreamCard } from '../shared/stream-card.js';
import { createTrendView } from '../shared/trend-view.js';
import { logAlerts } from './alert-log.js';
import { createLoudspeaker } from './loudspeaker.js';
import { openSupportCall, type SupportCall } from './support-call.js';

mountShell();

const CALLER = SHIPPED_CALL.caller.name;
const AGENT = SHIPPED_CALL.agent.name;

const start = find('#start', HTMLButtonElement);
const hangUp = find('#hang-up', HTMLButtonElement);
const position = find('#position', HTMLElement);
const alerts = { list: find('#alerts', HTMLElement), none: find('#no-alerts', HTMLElement) };
const callerCard = createStreamCard(CALLER);
const agentCard = createStreamCard(AGENT);
const trend = createTrendView('Trend of the last 30 s of speech', [CALLER, AGENT]);
const loudspeaker = createLoudspeaker(find('#listen', HTMLButtonElement));
find('#sides', HTMLElement).append(callerCard.element, agentCard.element);
find('#trend', HTMLElement).append(trend.element);
const consent = find('#consent', UndertoneConsent);
consent.subjects = [CALLER, AGENT];
const loading = loadUndertone(find('#engine', HTMLElement));
needCalls(start);

let current: SupportCall | undefined;

onPress(start, async () => {
  const records = await consent.ask();
  if (!records) return;
  // Made while the browser still counts the press as a user's: it may be refused later.
  const context = new AudioContext();
  const undertone = await loading;
  current = await openSupportCall(undertone, context, { caller: records[0]!, agent: records[1]! });
  showControls();
  show(undertone, current);
  await current.play();
});

onPress(hangUp, end);
consent.addEventListener('undertone-revoke', () => void end().then(() => start.focus(), showError));

async function end(): Promise<void> {
  if (!current) return;
  const call = current;
  current = undefined;
  showControls();
  loudspeaker.disconnect();
  await call.hangUp();
}

function show(undertone: Undertone, { caller, agent, heard, player }: SupportCall): void {
  consent.streams = [caller, agent];
  trend.clear();
  callerCard.follow(undertone, caller, heard[0]!);
  agentCard.follow(undertone, agent, heard[1]!);
  trend.follow(CALLER, caller);
  trend.follow(AGENT, agent);
  logAlerts(alerts, CALLER, caller, (at) => trend.mark({ at, text: 'Alert' }));
  loudspeaker.connect(heard);
  player.addEventListener('timeupdate', () => setText(position, `${clock(player.currentTime)} of ${clock(player.duration)}`));
  player.addEventListener('ended', () => void end().catch(showError));
}

function showControls(): void {
  if (current) switchOver(start, hangUp);
  else switchOver(hangUp, start);
}
