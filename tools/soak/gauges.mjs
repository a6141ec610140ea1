/** What a page holds: memory, and the objects that hold a thread, a device or another object. */
import { readFile } from 'node:fs/promises';
import { countObjects } from './count-objects.mjs';

const HANDLES = [
  'Worker',
  'MessagePort',
  'AudioNode',
  'BaseAudioContext',
  'MediaStream',
  'MediaStreamTrack',
  'HTMLMediaElement',
  'AbortSignal',
];

export async function openGauges(page, browser) {
  const session = await page.context().newCDPSession(page);
  const whole = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');

  /** Resident memory of the page's process, in bytes, where the system tells. */
  async function resident() {
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    const sizes = await Promise.all(
      processInfo
        .filter(({ type }) => type === 'renderer')
        .map(async ({ id }) => {
          const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
          return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
        }),
    );
    return Math.max(0, ...sizes);
  }

  return {
    async handles() {
      const counts = {};
      for (const type of HANDLES) counts[type] = await countObjects(session, type);
      const { metrics } = await session.send('Performance.getMetrics');
      const metric = (name) => metrics.find((entry) => entry.name === name)?.value ?? 0;
      const { timers } = await page.evaluate(() => globalThis.soak.state());
      return {
        ...counts,
        'worker threads': page.workers().length,
        worklets: metric('AudioWorkletProcessors'),
        'event listeners': metric('JSEventListeners'),
        timers,
      };
    },
    async memory() {
      const { bytes } = await page.evaluate(() => performance.measureUserAgentSpecificMemory());
      return { bytes, resident: await resident() };
    },
    background: async () => {
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await session.send('Page.setWebLifecycleState', { state: 'active' });
    },
  };
}
