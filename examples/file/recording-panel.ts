import type { Consent, StreamSummary, ToneEvent, Undertone } from 'undertone';
import { element, passFocus, setText } from '../shared/dom.js';
import { explain, onPress, showError } from '../shared/errors.js';
import { clock } from '../shared/format.js';
import { createTimelineView } from '../shared/timeline-view.js';
import { describe } from '../shared/tone.js';
import { readWaveform, type Waveform } from '../shared/waveform.js';

export interface RecordingPanel {
  readonly element: HTMLElement;
  readonly player: HTMLAudioElement;
}

/** A recording with its player and timeline; analysed at once, until it is done or cancelled. */
export function createRecordingPanel(undertone: Undertone, file: File, consent: Consent): RecordingPanel {
  const url = URL.createObjectURL(file);
  const player = element('audio', { controls: true, src: url, 'aria-label': `Player of ${file.name}` });
  const timeline = createTimelineView(file.name, player);
  const status = element('p', { class: 'hint', role: 'status' }, 'Reading the file …');
  const progress = element('progress', { 'aria-label': `Progress of ${file.name}` });
  const cancel = element('button', { type: 'button' }, 'Cancel');
  const remove = element('button', { type: 'button' }, 'Remove');
  const panel = element(
    'section',
    { class: 'card', 'aria-label': file.name },
    element('header', {}, element('h2', {}, file.name), element('div', { class: 'controls' }, cancel, remove)),
    status,
    progress,
    timeline.element,
    player,
  );

  const controller = new AbortController();
  onPress(cancel, () => controller.abort());
  onPress(remove, () => {
    controller.abort();
    player.pause();
    passFocus(panel);
    panel.remove();
    URL.revokeObjectURL(url);
  });

  const events: ToneEvent[] = [];
  let waveform: Waveform | null = null;
  const draw = () => {
    const analysed = events.at(-1)?.window.end ?? 0;
    const duration = waveform?.duration ?? analysed;
    timeline.update({ duration, events, waveform });
    if (waveform && events.length > 0) {
      progress.value = analysed / duration;
      setText(status, `Analysed ${clock(analysed)} of ${clock(duration)}`);
    }
  };

  void (async () => {
    try {
      waveform = await readWaveform(file).catch(() => null);
      draw();
      const analysis = undertone.analyzeFile(file, { consent, signal: controller.signal, onWarning: showError });
      for await (const event of analysis) {
        events.push(event);
        draw();
      }
      setText(status, summarise(await analysis.summary));
    } catch (error) {
      setText(status, controller.signal.aborted ? 'Cancelled: the timeline shows what was analysed.' : explain(error));
      if (controller.signal.aborted) return;
      status.className = 'error';
      for (const useless of events.length === 0 ? [timeline.element, player] : []) useless.remove();
    } finally {
      progress.hidden = true;
      passFocus(cancel);
      cancel.hidden = true;
    }
  })();
  return { element: panel, player };
}

function summarise({ call, duration }: StreamSummary): string {
  return `Whole recording: ${describe(call)} · ${clock(call.speechSeconds)} of speech in ${clock(duration)}`;
}
