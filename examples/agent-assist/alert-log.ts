import type { ToneStream } from 'undertone';
import { element, setText } from '../shared/dom.js';
import { clock, percent } from '../shared/format.js';
import { contestOf, MIN_SPEECH_SECONDS, nextAlert, RAISE_LEAD, type Contest } from './alert-rule.js';

export interface AlertPlaces {
  readonly list: HTMLElement;
  /** Says that there was none, and how near the call came to one. */
  readonly none: HTMLElement;
}

const RULE =
  `An alert is raised when negative leads each other tone by ${Math.round(100 * RAISE_LEAD)} points in the last 30 s of ` +
  `speech, once there are ${MIN_SPEECH_SECONDS} s of it.`;

/** Lists when the speaker of `stream` turns negative, and when that has passed. */
export function logAlerts({ list, none }: AlertPlaces, name: string, stream: ToneStream, onRaised: (at: number) => void): void {
  let on = false;
  let closest = { lead: Number.NEGATIVE_INFINITY, words: '' };
  const sayNone = (beginning: string) => setText(none, `${beginning} ${closest.words || RULE}`);
  list.replaceChildren();
  none.hidden = false;
  sayNone('None so far.');

  stream.on('tone', ({ window, recent }) => {
    const contest = contestOf(recent);
    if (!contest) return;
    const wasOn = on;
    on = nextAlert(wasOn, contest);
    if (contest.lead > closest.lead) {
      closest = { lead: contest.lead, words: `${name} came closest at ${clock(window.end)}: ${compare(contest)}.` };
      sayNone('None so far.');
    }
    if (on === wasOn) return;
    none.hidden = true;
    const words = on
      ? `${name} has turned negative (${compare(contest)}). Slow down and acknowledge the problem.`
      : `${name} has calmed down (${compare(contest)}).`;
    list.prepend(
      element('li', { class: on ? 'raised' : 'cleared' }, element('time', {}, clock(window.end)), element('span', {}, words)),
    );
    if (on) onRaised(window.end);
  });
  stream.on('end', () => sayNone('The call ended without an alert.'));
}

function compare({ negative, rival, rivalScore }: Contest): string {
  return `negative ${percent(negative)}, ${rival} ${percent(rivalScore)}`;
}
