/** Each way in which a host is tried: `ways` of its package.json. */
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual, promisify } from 'node:util';
import { tryExtension } from './try-extension.mjs';
import { heard, tryApp, tryFolder } from './try-app.mjs';

const run = promisify(execFile);

/**
 * @typedef {object} Way
 * @property {string} name
 * @property {string} [run] command that is to end well; where nothing below is given, that is all
 * @property {string} [serve] folder that is then served under a strict policy, isolated and not
 * @property {string} [page] path of the page in it; by default its index
 * @property {string} [csp] policy that it needs in place of the strict one
 * @property {string} [extension] folder that is then loaded into a Chromium as an extension
 * @property {string} [start] command that serves the app itself, on PORT, until it is ended
 * @property {boolean} [isolated] whether that server's pages are
 * @property {object} [options] for `createUndertone()`
 */

const STARTS_WITHIN_MS = 120_000;

/**
 * @param {import('./install-host.mjs').Host} host
 * @returns {AsyncGenerator<{ version: string, way: string, problem?: string }>}
 */
export async function* tryWays({ folder, version, ways }, browser) {
  for (const way of ways) {
    yield { version, way: way.name, problem: await tryWay(way, folder, browser).then(() => undefined, tell) };
  }
}

/** Commands say on standard output what is wrong. */
const tell = ({ message, stdout = '', stderr = '' }) => [message, stdout, stderr].filter(Boolean).join('\n');

async function tryWay(way, folder, browser) {
  // What `npx` would find, and what the host's tools may not do: ask for updates, or tell anybody of themselves.
  const env = {
    ...process.env,
    PATH: `${join(folder, 'node_modules', '.bin')}:${process.env.PATH}`,
    PORT: String(await freePort()),
    CI: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    NG_CLI_ANALYTICS: 'false',
  };
  if (way.run) await run('bash', ['-c', way.run], { cwd: folder, env, maxBuffer: 2 ** 26 });
  if (way.serve) {
    for (const isolated of [true, false]) {
      expect(
        await tryFolder(
          browser,
          join(folder, way.serve),
          { call: true, ...way.options },
          { isolated, page: way.page, csp: way.csp },
        ),
        isolated,
        way,
      );
    }
  }
  if (way.extension) expect(await tryExtension(join(folder, way.extension)), true, way);
  if (way.start) {
    const stop = await start(way.start, folder, env);
    try {
      expect(await tryApp(browser, `http://localhost:${env.PORT}/`, { call: true, ...way.options }), way.isolated ?? false, way);
    } finally {
      await stop();
    }
  }
}

function expect(answer, isolated, { options }) {
  if (isDeepStrictEqual(answer, heard(isolated, options?.threads))) return;
  throw new Error(`The app answers ${JSON.stringify(answer)}${isolated ? ' in an isolated page' : ''}.`);
}

/** Resolves once something answers on the port, with what ends it and all that it has started. */
async function start(command, cwd, env) {
  const server = spawn('bash', ['-c', command], { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = server;
  const said = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => said.push(text));
  const ended = new Promise((resolve) => server.on('exit', resolve));
  const stop = async () => {
    // Asked to end, some wait minutes for connections that the browser keeps.
    if (server.exitCode === null && pid !== undefined) process.kill(-pid, 'SIGKILL');
    await ended;
  };
  for (const end = Date.now() + STARTS_WITHIN_MS; ; await sleep(200)) {
    if (await fetch(`http://localhost:${env.PORT}/`).catch(() => undefined)) return stop;
    if (server.exitCode === null && Date.now() < end) continue;
    await stop();
    throw new Error(`\`${command}\` does not serve:\n${said.join('')}`);
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
