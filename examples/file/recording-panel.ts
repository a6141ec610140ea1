import type { ChannelSummary, Consent, FileProgress, StreamSummary, Undertone, UndertoneError } from 'undertone';
import { element, passFocus, setText } from '../shared/dom.js';
import { explain, onPress, showError } from '../shared/errors.js';
import { clock } from '../shared/format.js';
import { describe } from '../shared/tone.js';
import { readWaveform } from '../shared/waveform.js';
import { createChannelTimelines } from './channel-timelines.js';

export interface RecordingPanel {
  readonly element: HTMLElement;
  readonly player: HTMLAudioElement;
  /** Consent is withdrawn: the recording and its analysis go. */
  revoke(): Promise<void>;
}

type Channels = 'mix' | 'separate';

/**
 * A recording with its player and timeline; analysed at once, until it is done or cancelled. Where its channels seem to hold a
 * speaker each, it can be analysed once more, each channel by itself.
 */
export function createRecordingPanel(undertone: Undertone, file: File, consent: Consent): RecordingPanel {
  const url = URL.createObjectURL(file);
  const player = element('audio', { controls: true, src: url, 'aria-label': `Player of ${file.name}` });
  const timelines = createChannelTimelines(file.name, player);
  const status = element('p', { class: 'hint', role: 'status' }, 'Reading the file …');
  const progress = element('progress', { 'aria-label': `Progress of ${file.name}` });
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const remove = element('button', { type: 'button' }, 'Remove');
  const separate = element('button', { type: 'button' }, 'Analyse each channel');
  const offer = element('p', { class: 'hint', hidden: true }, 'Each channel seems to hold a speaker of its own. ', separate);
  const panel = element(
    'section',
    { class: 'card', 'aria-label': file.name },
    element('header', {}, element('h2', {}, file.name), element('div', { class: 'controls' }, cancel, remove)),
    status,
    progress,
    offer,
    timelines.element,
    player,
  );

  let controller = new AbortController();
  onPress(cancel, () => controller.abort());
  const discard = () => {
    controller.abort();
    player.pause();
    passFocus(panel);
    panel.remove();
    URL.revokeObjectURL(url);
  };
  onPress(remove, discard);
  onPress(separate, () => {
    controller.abort();
    passFocus(offer);
    offer.hidden = true;
    timelines.clear();
    void analyse('separate');
  });

  const onWarning = (warning: UndertoneError) => {
    if (warning.code === 'separate-speakers') offer.hidden = false;
    else showError(warning);
  };

  async function analyse(channels: Channels): Promise<void> {
    const { signal } = (controller = new AbortController());
    let analysed = 0;
    let length: number | null = null;
    const onProgress = ({ analysed: seconds, duration }: FileProgress) => {
      if (signal.aborted) return;
      analysed = seconds;
      length = duration;
      if (duration) progress.value = Math.min(1, seconds / duration);
      setText(status, duration ? `Analysed ${clock(seconds)} of ${clock(duration)}` : `Analysed ${clock(seconds)}`);
    };
    progress.hidden = false;
    cancel.hidden = false;
    try {
      const options = { consent, signal, onWarning, onProgress };
      const analysis = undertone.analyzeFile(file, channels === 'separate' ? { ...options, channels } : options);
      for await (const event of analysis) timelines.add(event, Math.max(length ?? 0, analysed, event.window.end));
      const summaries = [await analysis.summary].flat();
      setText(status, summarise(summaries));
      await timelines.show((channel) => readWaveform(file, summaries[0]!.duration, channel).catch(() => null));
    } catch (error) {
      // Another analysis has taken its place, and shows how far it is.
      if (signal !== controller.signal) return;
      setText(status, signal.aborted ? 'Cancelled: the timeline shows what was analysed.' : explain(error));
      if (signal.aborted) return;
      status.className = 'error';
      for (const useless of analysed === 0 ? [timelines.element, player] : []) useless.remove();
    } finally {
      if (signal === controller.signal) {
        progress.hidden = true;
        passFocus(cancel);
        cancel.hidden = true;
      }
    }
  }
  void analyse('mix');
  return { element: panel, player, revoke: async () => discard() };
}

function summarise(summaries: readonly (StreamSummary | ChannelSummary)[]): string {
  return summaries
    .map((summary) => {
      const whole = 'channel' in summary ? `Channel ${summary.channel + 1}` : 'Whole recording';
      return `${whole}: ${describe(summary.call)} · ${clock(summary.call.speechSeconds)} of speech in ${clock(summary.duration)}`;
    })
    .join(' · ');
}
