/** The page in which `npm run analyze` runs the SDK; its functions are called from tools/analyze/analyzer.mjs. */
import {
  createUndertone,
  UndertoneError,
  type AnalyzeFileOptions,
  type Capabilities,
  type ChannelSummary,
  type ChannelToneEvent,
  type StreamSummary,
  type ToneEvent,
  type Undertone,
} from 'undertone';
import { defineElements } from 'undertone/elements';
import { ESTIMATE_NAMES } from '../../examples/shared/estimates-view.js';
import { describe } from '../../examples/shared/tone.js';
import { readWaveform } from '../../examples/shared/waveform.js';

interface Failure {
  error: { code: string; message: string };
}

let undertone: Undertone;

defineElements();

Object.assign(window, {
  load: (model?: string) =>
    orFailure(async (): Promise<Capabilities> => {
      undertone = await createUndertone(model ? { model } : {});
      return undertone.capabilities;
    }),

  /**
   * Analyses the chosen file, hands each event to the function of the window that is called `sink`, and draws each channel if
   * there is a caption.
   */
  analyze: (sink: string, channels: 'mix' | 'separate', caption?: string | null) =>
    orFailure(async () => {
      const file = document.querySelector('input')!.files![0]!;
      const report = Reflect.get(window, sink) as (event: ToneEvent) => Promise<void>;
      const consent = {
        subject: `the speakers of ${file.name}`,
        purpose: 'analysis on the command line',
        obtainedAt: new Date(),
      };
      const events: (ToneEvent | ChannelToneEvent)[] = [];
      const warnings: Failure['error'][] = [];
      const onWarning = ({ code, message }: UndertoneError) => void warnings.push({ code, message });
      const options: AnalyzeFileOptions = { id: file.name, consent, onWarning };
      const analysis = undertone.analyzeFile(file, channels === 'separate' ? { ...options, channels } : options);
      for await (const event of analysis) {
        if (caption) events.push(event);
        await report(event);
      }
      const summaries = [await analysis.summary].flat();
      return { summaries, warnings, svgs: caption ? await draw(file, events, summaries, caption) : [] };
    }),
});

function draw(
  file: Blob,
  events: readonly (ToneEvent | ChannelToneEvent)[],
  summaries: readonly (StreamSummary | ChannelSummary)[],
  name: string,
): Promise<string[]> {
  return Promise.all(
    summaries.map(async (summary) => {
      const { call, duration } = summary;
      const channel = 'channel' in summary ? summary.channel : undefined;
      const waveform = await readWaveform(file, duration, channel).catch(() => null);
      const own = channel === undefined ? events : events.filter((event) => 'channel' in event && event.channel === channel);
      const title = channel === undefined ? name : `${name}, channel ${channel}`;
      const caption = `${title}: tone of the ${ESTIMATE_NAMES.recent.toLowerCase()} · ${ESTIMATE_NAMES.call.toLowerCase()}: ${describe(call)}`;
      const timeline = document.createElement('undertone-timeline');
      Object.assign(timeline, { duration, events: own, waveform });
      document.body.append(timeline);
      const drawing = timeline.toSvg({ heading: caption });
      timeline.remove();
      return drawing;
    }),
  );
}

/** Errors lose their code on the way out of the page, so they go as plain data. */
async function orFailure<T>(action: () => Promise<T>): Promise<T | Failure> {
  try {
    return await action();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: { code: error instanceof UndertoneError ? error.code : 'failed', message } };
  }
}
