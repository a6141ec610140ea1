import { LABELS } from '../model/labels.js';
import type { WorkerEvent } from './protocol.js';
import { isWireError } from './wire-errors.js';

const isNumber = (value: unknown): value is number => typeof value === 'number' && value >= 0 && Number.isFinite(value);
const isProbability = (value: unknown) => isNumber(value) && value <= 1;
const isScores = (value: unknown) => Array.isArray(value) && value.length === LABELS.length && value.every(isProbability);

type Check = (fields: Record<string, unknown>) => boolean;

const COUNTS = [
  'freshStart',
  'activeSeconds',
  'freshActiveSeconds',
  'tooQuietSeconds',
  'freshTooQuietSeconds',
  'inferenceMs',
  'gapSeconds',
];

const isWindow: Check = ({ start, end, sentiment, speech, timeOrigin, provider, ...rest }) =>
  isNumber(start) &&
  isNumber(end) &&
  start <= end &&
  (sentiment === null || isScores(sentiment)) &&
  isProbability(speech) &&
  (timeOrigin === null || Number.isFinite(timeOrigin)) &&
  (provider === 'wasm' || provider === 'webgpu') &&
  COUNTS.every((name) => isNumber(rest[name]));

const CHECKS: Record<WorkerEvent['type'], Check> = {
  window: ({ result }) => isWindow(Object(result) as Record<string, unknown>),
  overload: ({ reason, droppedMs, droppedWindows }) =>
    (reason === 'inference' || reason === 'capture') && isNumber(droppedMs) && isNumber(droppedWindows),
  error: ({ error }) => isWireError(error),
};

/** Whether this is what a worker tells: one that has lost its way is not to reach what users get. */
export function isWorkerEvent(event: unknown): event is WorkerEvent {
  const fields = Object(event) as Record<string, unknown>;
  return Object.entries(CHECKS).some(([type, check]) => fields['type'] === type && check(fields));
}

export const areWorkerEvents = (events: unknown): events is WorkerEvent[] => Array.isArray(events) && events.every(isWorkerEvent);
