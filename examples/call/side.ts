import type { ToneStream, Undertone } from 'undertone';
import { element } from '../shared/dom.js';
import { onPress, showError } from '../shared/errors.js';
import { createStreamCard } from '../shared/stream-card.js';
import type { Source, SourceChoice } from './source.js';

const CHOICES: Record<SourceChoice, string> = {
  caller: 'Shipped call: caller',
  agent: 'Shipped call: agent',
  microphone: 'Microphone',
};

/** One side of the call on the page: what it sends, whether it is muted or heard, and how it sounds. */
export interface Side {
  readonly element: HTMLElement;
  readonly name: string;
  readonly choice: SourceChoice;
  join(undertone: Undertone, stream: ToneStream, source: Source, heard: MediaStream): void;
  leave(): void;
}

export function createSide(name: string, choice: SourceChoice): Side {
  const options = Object.entries(CHOICES).map(([value, text]) => element('option', { value, selected: value === choice }, text));
  const picker = element('select', { 'aria-label': `${name} sends` }, ...options);
  const mute = element('button', { type: 'button', 'aria-pressed': 'false', disabled: true }, 'Mute');
  const listen = element('button', { type: 'button', 'aria-pressed': 'false', disabled: true }, 'Listen');
  const loudspeaker = new Audio();
  const card = createStreamCard(name);
  let sent: MediaStream | undefined;

  const setMuted = (muted: boolean) => {
    mute.setAttribute('aria-pressed', String(muted));
    card.note(muted ? `${name} is muted: the other side hears silence.` : '');
    for (const track of sent?.getAudioTracks() ?? []) track.enabled = !muted;
  };
  const setHeard = (heard: boolean) => {
    listen.setAttribute('aria-pressed', String(heard));
    if (heard) void loudspeaker.play().catch(showError);
    else loudspeaker.pause();
  };
  onPress(mute, () => setMuted(mute.getAttribute('aria-pressed') === 'false'));
  onPress(listen, () => setHeard(listen.getAttribute('aria-pressed') === 'false'));

  const enable = (inCall: boolean) => {
    picker.disabled = inCall;
    mute.disabled = listen.disabled = !inCall;
  };
  card.element.querySelector('header')?.after(element('div', { class: 'controls' }, picker, mute, listen));
  return {
    element: card.element,
    name,
    get choice() {
      return picker.value as SourceChoice;
    },
    join(undertone, stream, source, heard) {
      sent = source.stream;
      loudspeaker.srcObject = heard;
      card.follow(undertone, stream, heard);
      enable(true);
      // A microphone that hears itself howls: the user may still turn it on, with headphones.
      setHeard(picker.value !== 'microphone');
    },
    leave() {
      sent = undefined;
      setHeard(false);
      loudspeaker.srcObject = null;
      mute.setAttribute('aria-pressed', 'false');
      enable(false);
    },
  };
}
