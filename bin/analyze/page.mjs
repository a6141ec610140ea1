/** Runs the SDK on what bin/analyze/server.mjs hands over, and tells it what comes of it. */
import { createUndertone, UndertoneError } from './dist/index.js';

const query = new URLSearchParams(location.search);

const tell = (message) => fetch('told', { method: 'POST', body: JSON.stringify(message) });

/** Errors lose their code on the way out of the page, so they go as plain data. */
const plain = (error) => ({
  code: error instanceof UndertoneError ? error.code : 'failed',
  message: error instanceof Error ? error.message : String(error),
});

async function analyze(undertone, { name, channels }) {
  const response = await fetch('recording');
  if (!response.ok) throw new Error(`The file could not be read: ${response.status}.`);
  const file = await response.blob();
  const consent = { subject: `the speakers of ${name}`, purpose: 'analysis on the command line', obtainedAt: new Date() };
  const warnings = [];
  const onWarning = ({ code, message }) => warnings.push({ code, message });
  let progress;
  const onProgress = (now) => (progress = now);
  const analysis = undertone.analyzeFile(file, { id: name, consent, channels, onProgress, onWarning });
  for await (const event of analysis) await tell({ type: 'tone', event, progress });
  await tell({ type: 'done', summaries: [await analysis.summary].flat(), warnings });
}

try {
  const model = query.get('model');
  const undertone = await createUndertone(model ? { model } : {});
  await tell({ type: 'capabilities', capabilities: undertone.capabilities });
  const jobs = new EventSource('jobs');
  jobs.onmessage = ({ data }) =>
    analyze(undertone, JSON.parse(data)).catch((error) => tell({ type: 'failed', error: plain(error) }));
} catch (error) {
  await tell({ type: 'failed', error: plain(error) });
}
