/** `npm start`: which port it takes, and what it says where it cannot. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

const USUAL_PORT = 8000;

function start(port) {
  const { PORT, ...environment } = process.env;
  return spawn(process.execPath, ['tools/start.mjs'], {
    env: port === undefined ? environment : { ...environment, PORT: String(port) },
  });
}

/** Its exit code and what it says, when it cannot start. */
async function refusal(port) {
  const process = start(port);
  const [output, [code]] = await Promise.all([text(process.stderr), once(process, 'exit')]);
  return { code, lines: output.trim().split('\n') };
}

/** Starts it, gets its page, and ends it; returns its address. */
async function visit(port) {
  const process = start(port);
  const [words] = await once(process.stdout, 'data');
  const [address] = /http:\S+/.exec(words);
  assert.match(await (await fetch(address)).text(), /How does the call sound/);
  process.kill();
  assert.deepEqual(await once(process, 'exit'), [0, null]);
  return address;
}

/** Listens on `port` until it is disposed of; somebody else may do so already. */
async function occupy(port) {
  const server = createServer().listen(port);
  await once(server, 'listening').catch(() => {});
  return { port: server.address()?.port ?? port, free: () => server.close() };
}

test('a port that is in use is refused in one line', async () => {
  const { port, free } = await occupy(0);
  const { code, lines } = await refusal(port);
  free();
  assert.deepEqual({ code, lines }, { code: 1, lines: [`Port ${port} is in use: choose another PORT, or none.`] });
});

test('what is no port is refused in one line', async () => {
  for (const port of ['http', '-1', '65536']) {
    const { code, lines } = await refusal(port);
    assert.deepEqual({ code, count: lines.length }, { code: 1, count: 1 });
    assert.match(lines[0], /0 to 65535/);
  }
});

test('without PORT any is taken where the usual one is in use', async () => {
  const { free } = await occupy(USUAL_PORT);
  const address = await visit();
  free();
  assert.notEqual(new URL(address).port, String(USUAL_PORT));
});

test('a free PORT is taken', async () => {
  const { port, free } = await occupy(0);
  free();
  assert.equal(new URL(await visit(port)).port, String(port));
});
