/** For the calls of PeerJS: its own server, on this machine and for one run. */
import { once } from 'node:events';
import { PeerServer } from 'peer';
import { runInBrowser } from './in-browser.mjs';

/** As `runInBrowser()`; pages find the server at the port `__PEER_PORT__`. */
export async function runWithPeerServer(options) {
  const server = await new Promise((resolve) => PeerServer({ port: 0 }, resolve));
  try {
    return await runInBrowser({ ...options, define: { __PEER_PORT__: String(server.address().port) } });
  } finally {
    server.closeAllConnections();
    await once(server.close(), 'close');
  }
}
