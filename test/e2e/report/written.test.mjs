/** Where `undertone analyze` must not write is told before anything is analysed, and before a browser is started. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const CLIP = 'test/clips/spoken-negative-refund.wav';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-test-'));
  await mkdir(join(folder, 'reports'));
  await Promise.all(['call.wav', 'call-2.wav'].map((name) => copyFile(CLIP, join(folder, name))));
  await link(join(folder, 'call.wav'), join(folder, 'same.wav'));
  await writeFile(join(folder, 'notes.txt'), 'notes');
});
after(() => rm(folder, { recursive: true, force: true }));

/** Runs the command with a browser that is none, so that whoever asks for it is found out. */
function analyze(words) {
  const command = [resolve('bin/undertone.mjs'), 'analyze', ...words, '--browser', '/no/such/browser'];
  return new Promise((settle) => {
    execFile(process.execPath, command, { cwd: folder }, (error, stdout, stderr) => {
      const told = stderr.split('\n').filter((line) => line.startsWith('{'));
      settle({ exit: error?.code ?? 0, ...JSON.parse(told[0]) });
    });
  });
}

for (const [what, words, message] of [
  ['a folder', ['call.wav', '--report', 'reports'], /^reports is a folder/],
  ['a folder that is yet to be', ['call.wav', '--json', 'other/'], /^other\/ is a folder/],
  ['a folder, of several recordings', ['call.wav', 'call-2.wav', '--csv', '.'], /^\. is a folder/],
  ['below a file', ['call.wav', '--svg', 'notes.txt/call.svg'], /no folder for notes\.txt/],
  ['over the recording', ['call.wav', '--report', 'call.wav'], /call\.wav is one of the recordings/],
  ['over the recording by another name', ['call.wav', '--report', 'same.wav'], /same\.wav is one of the recordings/],
  ['over a recording, by its number', ['call.wav', 'call-2.wav', '--report', 'call.wav'], /call-2\.wav is one of the recordings/],
  ['over another output', ['call.wav', '--json', 'call.out', '--csv', './call.out'], /Two outputs would go to .*call\.out/],
]) {
  test(`nothing is written ${what}`, async () => {
    const names = await readdir(folder);
    const told = await analyze(words);
    assert.deepEqual([told.exit, told.code], [1, 'not-written']);
    assert.match(told.message, message);
    assert.deepEqual(await readdir(folder), names);
    assert.deepEqual(await readFile(join(folder, 'call.wav')), await readFile(CLIP));
  });
}

test('a report of before is overwritten', async () => {
  assert.equal((await analyze(['call.wav', '--report', 'notes.txt'])).code, 'no-browser');
});
