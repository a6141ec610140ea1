import { kindOf } from './content.js';

/** What is wrong at the address of a script that did not start. */
export interface ScriptProblem {
  /** In words. */
  readonly reason: string;
  /** Whether it is there as it should be, so that what keeps it is the page or its policy. */
  readonly served: boolean;
}

/**
 * Looks at a script that the browser did not start: its own errors do not say why. A single-page host, say, answers any missing path
 * with its index page and status 200.
 */
export async function whyNoScript(url: string): Promise<ScriptProblem> {
  try {
    const response = await fetch(url);
    if (!response.ok) return { reason: `HTTP status ${response.status}`, served: false };
    const type = response.headers.get('content-type') ?? 'no content type';
    const kind = kindOf(await response.arrayBuffer()) ?? 'a script';
    if (kind !== 'a script') return { reason: `${kind} of type ${type}`, served: false };
    if (!/(java|ecma)script/.test(type)) return { reason: `of type ${type}: scripts need text/javascript`, served: false };
    return { reason: 'it is there, and did not start', served: true };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error), served: false };
  }
}
