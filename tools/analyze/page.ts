/** The page in which `npm run analyze` runs the SDK; its functions are called from tools/analyze/analyzer.mjs. */
import {
  createUndertone,
  UndertoneError,
  type Capabilities,
  type StreamSummary,
  type ToneEvent,
  type Undertone,
} from 'undertone';
import { ESTIMATE_NAMES } from '../../examples/shared/estimates-view.js';
import { toStandaloneSvg } from '../../examples/shared/standalone-svg.js';
import { drawTimeline } from '../../examples/shared/timeline-chart.js';
import { describe } from '../../examples/shared/tone.js';
import { readWaveform } from '../../examples/shared/waveform.js';

interface Failure {
  error: { code: string; message: string };
}

const SVG_WIDTH = 1080;

let undertone: Undertone;

Object.assign(window, {
  load: (model?: string) =>
    orFailure(async (): Promise<Capabilities> => {
      undertone = await createUndertone(model ? { model } : {});
      return undertone.capabilities;
    }),

  /** Analyses the chosen file, hands each event to the function of the window that is called `sink`, and draws if there is a caption. */
  analyze: (sink: string, caption?: string) =>
    orFailure(async () => {
      const file = document.querySelector('input')!.files![0]!;
      const report = Reflect.get(window, sink) as (event: ToneEvent) => Promise<void>;
      const consent = {
        subject: `the speakers of ${file.name}`,
        purpose: 'analysis on the command line',
        obtainedAt: new Date(),
      };
      const events: ToneEvent[] = [];
      const warnings: Failure['error'][] = [];
      const onWarning = ({ code, message }: UndertoneError) => void warnings.push({ code, message });
      const analysis = undertone.analyzeFile(file, { id: file.name, consent, onWarning });
      for await (const event of analysis) {
        events.push(event);
        await report(event);
      }
      const summary = await analysis.summary;
      return { summary, warnings, svg: caption ? await draw(file, events, summary, caption) : undefined };
    }),
});

async function draw(file: Blob, events: ToneEvent[], { call, duration }: StreamSummary, name: string): Promise<string> {
  const waveform = await readWaveform(file);
  const caption = `${name}: tone of the ${ESTIMATE_NAMES.recent.toLowerCase()} · ${ESTIMATE_NAMES.call.toLowerCase()}: ${describe(call)}`;
  return toStandaloneSvg(drawTimeline({ duration, events, waveform }, { series: 'recent', width: SVG_WIDTH, caption }));
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
