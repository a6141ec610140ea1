import type { Consent } from 'undertone';
import type { TimeRange } from './timeline/range.js';
import type { ExportFormat } from './timeline/toolbar.js';

/** Events of the elements. All bubble, through shadows too. */
export interface UndertoneElementEvents {
  /** Of `<undertone-timeline>`: somebody put the cursor to these seconds. */
  'undertone-seek': CustomEvent<{ readonly position: number }>;
  /** Of `<undertone-timeline>`: other seconds are shown; `null` for all. */
  'undertone-range': CustomEvent<{ readonly range: TimeRange | null }>;
  /** Of `<undertone-timeline>`: a file is about to be saved. `preventDefault()` keeps the browser from it. */
  'undertone-export': CustomEvent<{ readonly format: ExportFormat; readonly blob: Blob; readonly name: string }>;
  /** Of `<undertone-consent>`: they agreed. */
  'undertone-agree': CustomEvent<{ readonly records: readonly Consent[] }>;
  /** Of `<undertone-consent>`: they did not agree. */
  'undertone-refuse': CustomEvent<Record<string, never>>;
  /** Of `<undertone-consent>`: consent was withdrawn, and the streams are revoked. */
  'undertone-revoke': CustomEvent<{ readonly records: readonly Consent[] }>;
}
