/** `npm run docs:dev`: the site as it is written, with its playgrounds. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { browse } from '../../runner/browse.mjs';

let server;
let url;
let chromium;
before(async () => {
  server = spawn(process.execPath, ['tools/docs.mjs', '--dev'], { stdio: ['ignore', 'pipe', 'inherit'] });
  url = await addressOf(server);
  chromium = await browse();
});
after(async () => {
  await chromium?.close();
  server?.kill();
});

/** What a server says that it is reached at. */
function addressOf(started) {
  return new Promise((resolve, reject) => {
    let words = '';
    started.stdout.setEncoding('utf8').on('data', (text) => {
      words += stripVTControlCharacters(text);
      const [address] = /http:\S+\/(?=\s)/.exec(words) ?? [];
      if (address) resolve(address);
    });
    started.once('exit', () => reject(new Error(`The server ended, and said: ${words}`)));
  });
}

for (const playground of ['File', 'Microphone', 'Call', 'Agent assist']) {
  test(`the playground "${playground}" opens from its page and loads the model, with no complaint and from this server alone`, async () => {
    const { page, problems } = await chromium.open('/test/pages/blank.html');
    const elsewhere = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
    });
    await page.goto(`${url}docs/playgrounds`);
    await page.locator('main').getByRole('link', { name: playground, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: playground }).waitFor();
    await page.getByText('Ready: undertone-en-open').waitFor();
    assert.deepEqual([problems, elsewhere], [[], []]);
    await page.close();
  });
}
