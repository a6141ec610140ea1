import type { StreamSummary, ToneStream, Undertone } from 'undertone';
import { createBadge } from './badge.js';
import { element, passFocus, setText } from './dom.js';
import { onPress, showError } from './errors.js';
import { createEstimatesView } from './estimates-view.js';
import { STATE_WORDS } from './tone.js';

export interface StreamCard {
  readonly element: HTMLElement;
  /** Shows `stream` from now on, until it ends. */
  follow(undertone: Undertone, stream: ToneStream): void;
  /** Says something about the side that its stream does not know, such as that it is muted here. */
  note(text: string): void;
}

/** One side of a conversation: its badge, its state in words and its estimates. */
export function createStreamCard(name: string): StreamCard {
  const badge = createBadge();
  const estimates = createEstimatesView();
  const state = element('span', { class: 'state', role: 'status' }, 'Not started');
  const note = element('p', { class: 'hint', hidden: true });
  const startAudio = element('button', { type: 'button', class: 'primary', hidden: true }, 'Start audio');
  const card = element(
    'section',
    { class: 'card', 'aria-label': name },
    element('header', {}, element('h2', {}, name), state),
    badge.element,
    startAudio,
    note,
    estimates.element,
  );
  let undertone: Undertone | undefined;
  onPress(startAudio, () => undertone?.resume());

  const showNote = (text: string) => {
    setText(note, text);
    note.hidden = text === '';
  };
  const showState = (stream: ToneStream) => {
    state.dataset.state = stream.state;
    setText(state, STATE_WORDS[stream.state]);
    if (stream.state !== 'suspended') passFocus(startAudio);
    startAudio.hidden = stream.state !== 'suspended';
  };
  const showEnd = (summary: StreamSummary | null) => {
    if (summary)
      return showNote(`Analysed ${Math.round(summary.duration)} s, ${Math.round(summary.call.speechSeconds)} s of it speech.`);
    badge.update(null);
    estimates.clear();
    showNote('Consent was withdrawn: the audio held and all estimates were erased.');
  };

  return {
    element: card,
    note: showNote,
    follow(owner, stream) {
      undertone = owner;
      badge.update(null);
      estimates.clear();
      showNote('');
      showState(stream);
      stream.on('state', () => showState(stream));
      stream.on('error', showError);
      stream.on('overload', ({ droppedMs }) =>
        showNote(`This device is slow: ${(droppedMs / 1000).toFixed(1)} s of audio were passed over.`),
      );
      stream.on('end', ({ summary }) => showEnd(summary));
      stream.on('tone', (event) => {
        badge.update(event.recent);
        estimates.update(event, event.speech);
      });
    },
  };
}
