import { serveFolder } from '../serve-folder.mjs';

export const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Neither `'unsafe-eval'` nor `blob:`. */
export const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

/**
 * Serves `folder` to this machine.
 * @param {{ isolated?: boolean, csp?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<{ url: string, stop(): void }>} `url` ends with a slash
 */
export function serveStrictly(folder, { isolated = true, csp = STRICT, headers = {} } = {}) {
  const policy = csp && { 'Content-Security-Policy': csp };
  return serveFolder(folder, { headers: { ...(isolated && ISOLATED), ...policy, ...headers } });
}
