/** How `undertone analyze` runs its page: who gets the recording, and what follows when the browser goes away. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openAnalyzer } from '../../../bin/analyze/analyzer.mjs';
import { servePage } from '../../../bin/analyze/server.mjs';

const CLIP = 'test/clips/spoken-negative-refund.wav';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-test-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** Status, body and cookie of what the server answers; `path` goes as it is, which `fetch` would tidy up. */
async function ask(server, path, cookie = '') {
  const { port } = new URL(server.url);
  const [response] = await once(get({ host: '127.0.0.1', port, path, headers: { cookie } }), 'response');
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, body, cookie: response.headers['set-cookie']?.[0].split(';')[0] };
}

test('the recording is for the first page that asks, and no other file of the machine is for anybody', async () => {
  const server = await servePage({ onTold() {}, onPage() {}, onGone() {} });
  server.offer(CLIP);
  const page = await ask(server, '/');
  assert.equal(page.status, 200);
  assert.deepEqual((await ask(server, '/recording', page.cookie)).body, await readFile(CLIP));
  const refused = await Promise.all([ask(server, '/'), ask(server, '/recording'), ask(server, '/jobs', 'undertone-page=guess')]);
  assert.deepEqual(
    refused.map(({ status }) => status),
    [403, 403, 403],
  );
  for (const path of ['/dist/../package.json', '/dist/..%2Fpackage.json', '/server.mjs', '/dist/', '//etc/passwd']) {
    assert.equal((await ask(server, path, page.cookie)).status, 404, path);
  }
  server.close();
});

test('a browser that goes away in the middle of a file fails that file, and the next one gets another', async () => {
  const pidFile = join(folder, 'pid');
  const browser = join(folder, 'browser.sh');
  await writeFile(browser, `#!/bin/sh\necho $$ > '${pidFile}'\nexec '${process.env.CHROMIUM_PATH}' "$@"\n`);
  await chmod(browser, 0o755);
  const analyzer = await openAnalyzer({ browser, onCapabilities() {} });
  try {
    const pid = Number(await readFile(pidFile, 'utf8'));
    const options = { channels: 'mix', onTone: () => process.kill(pid, 'SIGKILL') };
    const { error } = await analyzer.analyze(CLIP, options);
    assert.equal(error.code, 'browser-failed');
    let heard = 0;
    const { summaries } = await analyzer.analyze(CLIP, { channels: 'mix', onTone: () => heard++ });
    assert.deepEqual([heard, summaries[0].windows], [2, 2]);
  } finally {
    await analyzer.close();
  }
});
