import { UndertoneError } from '../errors.js';
import { CONTRACT } from './contract.js';

/** What the SDK reads of a model's manifest; the rest of the file documents data, licences and figures. */
export interface ModelManifest {
  readonly name: string;
  readonly version: string;
  /** The model's file name, beside the manifest. */
  readonly file: string;
  /** Lower-case hex digest of the model file. */
  readonly sha256: string;
  readonly bytes: number;
  readonly contract: typeof CONTRACT;
  /** Probability of speech from which a window counts as speech. */
  readonly speechThreshold: number;
  /** Numbers that the model carries from window to window of a stream to adapt to its speaker; zeros at first. */
  readonly stateSize: number;
  readonly licence: string;
}

type Check = (value: unknown) => boolean;

/** Longest text, and largest state: far more than any model has, and nothing that harms a page. */
const MAX_TEXT = 1000;
const MAX_STATE = 2 ** 20;

const isText: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= MAX_TEXT;

const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0;

/** A name and nothing else: resolved against the manifest's address, "https:elsewhere" or ".." would lead away from its folder. */
const isFileName: Check = (value) => typeof value === 'string' && /^[\w-][\w.-]*$/.test(value);

const CHECKS: Record<keyof ModelManifest, Check> = {
  name: isText,
  version: isText,
  file: isFileName,
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  bytes: isCount,
  contract: (value) => value === CONTRACT,
  speechThreshold: (value) => typeof value === 'number' && value > 0 && value < 1,
  stateSize: (value) => isCount(value) && (value as number) <= MAX_STATE,
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
  // Of the rest nothing is kept.
  return Object.fromEntries(Object.keys(CHECKS).map((name) => [name, fields[name]])) as unknown as ModelManifest;
}
