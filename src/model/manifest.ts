import { MODEL_RATE } from './contract.js';
import { UndertoneError } from '../errors.js';
import { LABELS } from './labels.js';

/** What the SDK reads of a model's manifest; the rest of the file documents data, licences and figures. */
export interface ModelManifest {
  readonly name: string;
  readonly version: string;
  /** The model's file name, beside the manifest. */
  readonly file: string;
  /** Lower-case hex digest of the model file. */
  readonly sha256: string;
  readonly bytes: number;
  /** Hz; 16,000. */
  readonly sampleRate: number;
  readonly windowSamples: number;
  /** Where zeros go in a window that is part empty. */
  readonly padding: 'end';
  /** Probability of speech from which a window counts as speech. */
  readonly speechThreshold: number;
  /** What the model carries from window to window of a stream to adapt to its speaker; zeros at first. */
  readonly state?: ModelState;
  readonly licence: string;
}

/** Names of the model's input and output of float32 `[batch, size]`; the input may be left out and is zeros then. */
export interface ModelState {
  readonly input: string;
  readonly output: string;
  readonly size: number;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value.length > 0;

const isState: Check = (value) => {
  const { input, output, size } = Object(value) as Partial<ModelState>;
  return isText(input) && isText(output) && Number.isInteger(size) && size! > 0;
};

const CHECKS: Record<keyof ModelManifest | 'labels', Check> = {
  name: isText,
  version: isText,
  file: (value) => isText(value) && !/[/\\]/.test(value as string),
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  bytes: (value) => Number.isInteger(value) && (value as number) > 0,
  sampleRate: (value) => value === MODEL_RATE,
  windowSamples: (value) => value === 80_000,
  padding: (value) => value === 'end',
  labels: (value) => Array.isArray(value) && value.join() === LABELS.join(),
  speechThreshold: (value) => typeof value === 'number' && value > 0 && value < 1,
  state: (value) => value === undefined || isState(value),
  licence: isText,
};

/** @throws `model-invalid` naming the fields that are missing or wrong */
export function parseManifest(text: string, url: string): ModelManifest {
  let fields: Record<string, unknown>;
  try {
    fields = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (cause) {
    throw new UndertoneError('model-invalid', `The manifest ${url} is not JSON.`, { cause });
  }
  const wrong = Object.entries(CHECKS).filter(([name, check]) => !check(fields[name]));
  if (wrong.length > 0) {
    const names = wrong.map(([name]) => name).join(', ');
    throw new UndertoneError('model-invalid', `The manifest ${url} has missing or wrong fields: ${names}.`);
  }
  return fields as unknown as ModelManifest;
}
