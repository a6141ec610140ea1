/**
 * Lets messages in: what goes on in microtasks alone keeps its thread from all else. A message of one's own is not throttled, as timers
 * are in hidden tabs.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
