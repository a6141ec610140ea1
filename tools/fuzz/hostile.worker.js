/** A worker that answers as the plan in its address says, and otherwise as the package's own would. */
import { valueOf } from './values.js';

const { answers, events } = JSON.parse(decodeURIComponent(location.search.slice(1)));

const LATE_MS = 60;

const result = {
  start: 0,
  end: 0.5,
  freshStart: 0,
  sentiment: [0.2, 0.3, 0.5],
  speech: 0.9,
  activeSeconds: 0.5,
  freshActiveSeconds: 0.5,
  tooQuietSeconds: 0,
  freshTooQuietSeconds: 0,
  inferenceMs: 1,
  provider: 'wasm',
  gapSeconds: 0,
  timeOrigin: Date.now(),
};

const eventOf = ({ field, type, value }) => {
  if (field) return { type: 'window', result: { ...result, [field]: valueOf(value) } };
  return type ? { type, result: valueOf(value), error: valueOf(value), droppedMs: valueOf(value) } : valueOf(value);
};

const emitted = events.filter(({ message }) => !message).map(eventOf);
const RIGHT = {
  start: () => ({ provider: 'wasm', threads: 1, windowMs: 1 }),
  push: () => [{ type: 'window', result: { ...result, timeOrigin: null } }, ...emitted],
  flush: () => emitted,
};

const raw = (value) => ({ type: 'RAW', value });

const post = (message) => {
  try {
    self.postMessage(message);
  } catch {
    // A value that no message can carry.
    self.postMessage({ id: message.id, ...raw(null) });
  }
};
const thrown = (value) => ({ type: 'HANDLER', name: 'throw', value });

function wrong(id, { value, thrown: error, wire, undertone, twice, late, stray, other }, right) {
  const whole = { id, ...raw(right) };
  if (value !== undefined) post({ id, ...raw(valueOf(value)) });
  else if (error !== undefined) post({ id, ...thrown({ other: valueOf(error) }) });
  else if (wire !== undefined) post({ id, ...thrown(valueOf(wire)) });
  else if (undertone !== undefined) post({ id, ...thrown({ undertone: valueOf(undertone) }) });
  else if (late) setTimeout(post, LATE_MS, whole);
  else if (twice) [whole, whole].forEach(post);
  else if (stray) [{ id: 'nobody', ...raw(5) }, null, 'text', whole].forEach(post);
  else if (other) post({ id, type: 'HANDLER', name: 'nobody', value: 1 });
}

/** Says all that is planned to the page's listener, by whatever port it is reached. */
function emit(port) {
  port.start();
  const call = (path, ...args) => ({ id: String(Math.random()), type: 'APPLY', path, argumentList: args.map(raw) });
  for (const { message } of events.filter((each) => each.message)) {
    if (message === 'junk') for (const junk of [null, 5, { id: 1 }, { type: 'APPLY', argumentList: 5 }]) port.postMessage(junk);
    else port.postMessage(call([message, message], 'globalThis.polluted = true; return 1'));
  }
  for (const event of emitted) port.postMessage(call([], event));
}

self.onmessage = ({ data, ports }) => {
  const { id, path: [name] = [] } = data;
  if (!id) return;
  if (name === 'open' && ports[0]) emit(ports[0]);
  const right = RIGHT[name]?.();
  if (answers[name]) wrong(id, answers[name], right);
  else post({ id, ...raw(right) });
};

self.postMessage('undertone-ready');
