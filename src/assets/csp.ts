import { UndertoneError } from '../errors.js';

/** Violations are reported in a task of their own, after the failure that they explain. */
const REPORT_DELAY_MS = 50;

/**
 * Runs `load`; when it fails because of the page's Content-Security-Policy, throws `csp-blocked` with the directive
 * and the remedy in place of the browser's own error, which names neither.
 * @param urls the violations that belong to this load are those of these URLs
 */
export async function explainCsp<T>(urls: readonly string[], load: () => Promise<T>): Promise<T> {
  const violations: SecurityPolicyViolationEvent[] = [];
  const listen = (event: SecurityPolicyViolationEvent) => {
    const { blockedURI } = event;
    // Browsers may cut a blocked URL down to its origin or scheme.
    if (urls.some((url) => url.startsWith(blockedURI) || blockedURI.startsWith(url))) violations.push(event);
  };
  document.addEventListener('securitypolicyviolation', listen);
  try {
    return await load();
  } catch (cause) {
    await new Promise((resolve) => setTimeout(resolve, REPORT_DELAY_MS));
    const violation = violations.find(({ disposition }) => disposition === 'enforce');
    if (!violation) throw cause;
    const { effectiveDirective, blockedURI } = violation;
    const message = `The page's Content-Security-Policy blocks ${blockedURI}: allow ${sourcesOf(blockedURI, urls)} in ${effectiveDirective}.`;
    throw new UndertoneError('csp-blocked', message, { cause, urls });
  } finally {
    document.removeEventListener('securitypolicyviolation', listen);
  }
}

/** What has to stand in the directive so that it lets `blocked` pass: browsers tell of `blob:` and `data:` without the colon. */
function sourcesOf(blocked: string, urls: readonly string[]): string {
  // A worker from elsewhere begins as a blob, which then imports it.
  if (/^blob\b/.test(blocked)) return ['blob:', ...urls.map(sourceOf).filter((source) => source !== undefined)].join(' ');
  if (/^data\b/.test(blocked)) return 'data: (or keep the bundler from inlining the file, in Vite with build.assetsInlineLimit)';
  return sourceOf(blocked) ?? blocked;
}

/** What lets `url` pass in a Content-Security-Policy; nothing of what has no origin. */
export function sourceOf(url: string): string | undefined {
  const { origin, protocol } = URL.canParse(url) ? new URL(url) : { origin: 'null', protocol: '' };
  if (!/^https?:$/.test(protocol)) return undefined;
  return origin === location.origin ? "'self'" : origin;
}
