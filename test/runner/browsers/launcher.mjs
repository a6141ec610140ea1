/**
 * What lets the test runner open its pages in `browser`.
 * @param {string} name
 * @param {{ open(url: string): Promise<{ close(): Promise<void> }>, close(): Promise<void> }} browser
 */
export function launcherFor(name, browser) {
  const pages = new Map();
  return {
    name,
    type: name.toLowerCase(),
    async startSession(id, url) {
      pages.set(id, { url, page: await browser.open(url) });
    },
    isActive: (id) => pages.has(id),
    getBrowserUrl: (id) => pages.get(id).url,
    async stopSession(id) {
      const { page } = pages.get(id);
      pages.delete(id);
      await page.close();
      return {};
    },
    startDebugSession: () => Promise.reject(new Error('Tests are not debugged here.')),
  };
}
