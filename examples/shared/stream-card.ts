import type { StreamSummary, ToneStream, Undertone } from 'undertone';
import { element, passFocus, setText } from './dom.js';
import { onPress, showError } from './errors.js';
import { createEstimatesView } from './estimates-view.js';

export interface StreamCard {
  readonly element: HTMLElement;
  /** Shows `stream` from now on, until it ends, and how loud `heard` is. */
  follow(undertone: Undertone, stream: ToneStream, heard: MediaStream): void;
  /** Says something about the side that its stream does not know, such as that it is muted here. */
  note(text: string): void;
}

/** One side of a conversation: its badge, its level and speech, and its estimates. */
export function createStreamCard(name: string): StreamCard {
  const badge = element('undertone-badge', { subject: name });
  const meter = element('undertone-meter', { subject: name });
  const estimates = createEstimatesView();
  const note = element('p', { class: 'hint', role: 'status', hidden: true });
  const startAudio = element('button', { type: 'button', class: 'primary', hidden: true }, 'Start audio');
  const card = element(
    'section',
    { class: 'card', 'aria-label': name },
    element('header', {}, element('h2', {}, name)),
    badge,
    startAudio,
    note,
    meter,
    estimates.element,
  );
  let undertone: Undertone | undefined;
  onPress(startAudio, () => undertone?.resume());

  const showNote = (text: string) => {
    setText(note, text);
    note.hidden = text === '';
  };
  const showState = ({ state }: ToneStream) => {
    if (state !== 'suspended') passFocus(startAudio);
    startAudio.hidden = state !== 'suspended';
  };
  const showEnd = (summary: StreamSummary | null) => {
    meter.source = null;
    if (!summary) return estimates.clear();
    showNote(`Analysed ${Math.round(summary.duration)} s, ${Math.round(summary.call.speechSeconds)} s of it speech.`);
  };

  return {
    element: card,
    note: showNote,
    follow(owner, stream, heard) {
      undertone = owner;
      badge.stream = meter.stream = stream;
      meter.source = heard;
      estimates.clear();
      showNote('');
      showState(stream);
      stream.on('state', () => showState(stream));
      stream.on('error', showError);
      stream.on('overload', ({ droppedMs }) =>
        showNote(`This device is slow: ${(droppedMs / 1000).toFixed(1)} s of audio were passed over.`),
      );
      stream.on('end', ({ summary }) => showEnd(summary));
      stream.on('tone', (event) => estimates.update(event));
    },
  };
}
