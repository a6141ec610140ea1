import type { ToneLog } from './log.js';

/** The report as JSON: a `ToneReport`, whose `schema` says its version. */
export function toJson(log: ToneLog): string {
  return `${JSON.stringify(log.report(), null, 2)}\n`;
}
