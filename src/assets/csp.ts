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
    const remedy = `allow ${blockedURI} in ${effectiveDirective}`;
    throw new UndertoneError('csp-blocked', `The page's Content-Security-Policy blocks ${blockedURI}: ${remedy}.`, {
      cause,
      urls,
    });
  } finally {
    document.removeEventListener('securitypolicyviolation', listen);
  }
}
