import { UndertoneError } from '../errors.js';

/** Name of the policy that a page's `trusted-types` must allow. */
const POLICY = 'undertone';

/** What the browser takes for the address of a script; the types of the DOM do not know it yet. */
interface Policy {
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

let policy: Policy | undefined;

/**
 * The address of a worker, in the form that a page with `require-trusted-types-for 'script'` accepts. Only what is named here passes
 * the policy, which nobody else gets hold of.
 * @throws `csp-blocked` where `trusted-types` does not allow the policy and the page has no default one
 */
export function withTrustedUrl<T>(url: string, use: (trusted: string) => T): T {
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  if (!trustedTypes) return use(url);
  let refused: unknown;
  try {
    policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: (address) => address });
  } catch (error) {
    refused = error;
  }
  try {
    // The page's default policy may let it pass where ours is not allowed.
    return use(policy ? policy.createScriptURL(url) : url);
  } catch (cause) {
    if (refused === undefined) throw cause;
    const message = `The page's Content-Security-Policy allows no policy "${POLICY}": add ${POLICY} to trusted-types (and 'allow-duplicates', where the package is there twice).`;
    throw new UndertoneError('csp-blocked', message, { cause: refused, urls: [url] });
  }
}
