/** `npm run analyze`: one JSON line a hop and a summary, for any audio file, and an error line for what is none. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readWav, writeCallWav, writeFloatWav } from '../runner/wav.mjs';

const CLIP = 'test/clips/spoken-negative-refund.wav';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-analyze-'));
});
after(() => rm(folder, { recursive: true, force: true }));

function run(...words) {
  return new Promise((resolve) => {
    execFile('npm', ['run', '-s', 'analyze', '--', ...words], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** What it prints for these files: nothing but JSON. */
async function analyze(...words) {
  const { code, stdout, stderr } = await run(...words);
  const parse = (lines) => lines.map((line) => JSON.parse(line));
  const told = parse(stderr.split('\n').filter((line) => line.startsWith('{')));
  const [errors, warnings] = ['error', 'warning'].map((kind) => told.filter(({ type }) => type === kind));
  return { code, errors, warnings, lines: parse(stdout.split('\n').filter(Boolean)) };
}

test('prints each hop and a summary, and draws the timeline', async () => {
  const svg = join(folder, 'out.svg');
  const { code, lines, errors } = await analyze(CLIP, '--svg', svg);
  assert.deepEqual({ code, errors }, { code: 0, errors: [] });
  assert.deepEqual(
    lines.map(({ type, file }) => [type, file]),
    [
      ['tone', CLIP],
      ['tone', CLIP],
      ['summary', CLIP],
    ],
  );
  const [first, second, summary] = lines;
  const { samples, sampleRate } = readWav(await readFile(CLIP));
  const seconds = samples.length / sampleRate;
  assert.deepEqual([first.start, first.end, second.start, second.end], [0, 2.5, 0, seconds]);
  for (const { speech, window, recent, call } of [first, second]) {
    assert.ok(speech >= 0 && speech <= 1);
    for (const { label, scores } of [window, recent, call]) assert.equal(label === null, scores === null);
  }
  assert.equal(summary.duration, seconds);
  assert.deepEqual(summary.call, second.call);
  assert.match(await readFile(svg, 'utf8'), /^(<\?xml[^>]*>\s*)?<svg[\s\S]*<\/svg>\s*$/);
});

test('reports what is no audio, goes on with the rest, and says so by its exit code', async () => {
  const notes = join(folder, 'notes.wav');
  await writeFile(notes, 'no audio');
  const { code, lines, errors } = await analyze(notes, 'no-such-file.wav', CLIP);
  assert.equal(code, 1);
  assert.deepEqual(
    errors.map(({ file, code: why }) => [file, why]),
    [
      [notes, 'bad-source'],
      ['no-such-file.wav', 'unreadable'],
    ],
  );
  for (const { message } of errors) assert.ok(message.length > 10);
  assert.deepEqual(
    lines.map(({ file }) => file),
    [CLIP, CLIP, CLIP],
  );
});

test('analyses a file that holds NaN, and reports it', async () => {
  const path = join(folder, 'nan.wav');
  await writeFile(path, writeFloatWav([0.1, Number.NaN, -0.1, ...new Array(16_000).fill(0)], 16_000));
  const { code, lines, errors } = await analyze(path);
  assert.equal(code, 1);
  assert.deepEqual(
    lines.map(({ type }) => type),
    ['tone', 'summary'],
  );
  assert.deepEqual(
    errors.map(({ file, code: why }) => [file, why]),
    [[path, 'bad-samples']],
  );
});

/** A stereo recording with another speaker on each side. */
async function writeCall() {
  const path = join(folder, 'call.wav');
  const [first, second] = await Promise.all(
    ['refund', 'day'].map(async (name) => [...readWav(await readFile(`test/clips/spoken-negative-${name}.wav`)).samples]),
  );
  await writeFile(path, writeCallWav(first, second, 16_000));
  return path;
}

test('says that a recording holds a speaker on each side, and analyses each when told to', async () => {
  const path = await writeCall();
  const mixed = await analyze(path);
  assert.deepEqual([mixed.code, mixed.errors, mixed.warnings.map(({ code }) => code)], [0, [], ['separate-speakers']]);
  assert.match(mixed.warnings[0].message, /--channels separate/);

  const svg = join(folder, 'sides.svg');
  const { code, lines, warnings } = await analyze(path, '--channels', 'separate', '--svg', svg);
  assert.deepEqual([code, warnings], [0, []]);
  const hops = lines.filter(({ type }) => type === 'tone');
  assert.deepEqual(
    hops.map(({ channel }) => channel),
    hops.map((_, i) => i % 2),
  );
  const summaries = lines.filter(({ type }) => type === 'summary');
  assert.deepEqual(
    summaries.map(({ channel }) => channel),
    [0, 1],
  );
  assert.equal(summaries[0].duration, summaries[1].duration);
  const drawing = await readFile(svg, 'utf8');
  assert.ok(drawing.includes('Left channel') && drawing.includes('Right channel'));
});

test('names of speakers may hold commas where each is given by itself', async () => {
  const json = join(folder, 'named.json');
  const names = ['--name', 'Smith, Anna', '--name', 'Müller, Jr., Ben'];
  const { code } = await analyze(await writeCall(), '--channels', 'separate', ...names, '--json', json);
  assert.equal(code, 0);
  const { speakers } = JSON.parse(await readFile(json, 'utf8'));
  assert.deepEqual(
    speakers.map(({ name }) => name),
    ['Smith, Anna', 'Müller, Jr., Ben'],
  );
});

test('takes a WAV that went through a pipe for whole', async () => {
  const path = join(folder, 'piped.wav');
  const wav = await readFile(CLIP);
  wav.writeUInt32LE(0x7fff_f024, 4);
  wav.writeUInt32LE(0x7fff_f000, 40);
  await writeFile(path, wav);
  const { code, errors, lines } = await analyze(path);
  assert.deepEqual([code, errors], [0, []]);
  assert.equal(lines.at(-1).duration, readWav(await readFile(CLIP)).samples.length / 16_000);
});

/** Runs the command in a terminal of util-linux's, which the results do not go to. */
function runInTerminal(environment, ...words) {
  const [results, seen] = ['results.txt', 'seen.txt'].map((name) => join(folder, name));
  const command = ['node', 'bin/undertone.mjs', 'analyze', ...words].map((word) => `'${word}'`).join(' ');
  return new Promise((resolve) => {
    execFile('script', ['-qec', `${command} > '${results}'`, seen], { env: { ...process.env, ...environment } }, async (error) =>
      resolve({ code: error?.code ?? 0, stdout: await readFile(results, 'utf8'), seen: await readFile(seen, 'utf8') }),
    );
  });
}

const hasTerminals = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
const ESCAPE = '\u001B';

test('a terminal shows how much is analysed, in one line that is gone at the end', { skip: !hasTerminals }, async () => {
  const svg = join(folder, 'progress.svg');
  const { code, stdout, seen } = await runInTerminal({ TERM: 'xterm' }, CLIP, '--svg', svg);
  assert.equal(code, 0);
  assert.deepEqual(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).type),
    ['tone', 'tone', 'summary'],
  );
  const shown = seen.split(`${ESCAPE}[K`).slice(1);
  assert.deepEqual(shown.map((text) => /^\d.*/.exec(text)?.[0]).filter(Boolean), ['0:03 / 0:04', '0:04 / 0:04']);
  assert.match(shown.at(-1), /^\s*Wrote progress\.svg\.\s/);
});

test('what is no terminal, or cannot erase a line, shows lines alone', { skip: !hasTerminals }, async () => {
  const { stderr } = await run(CLIP);
  const { seen } = await runInTerminal({ TERM: 'dumb' }, CLIP);
  for (const text of [stderr, seen]) {
    assert.match(text, /"capabilities"/);
    assert.ok(!text.includes(ESCAPE) && !text.includes('0:04'), text);
  }
});

test('says how it is used', async () => {
  const help = await run('--help');
  assert.equal(help.code, 0);
  assert.match(help.stdout, /^Usage: /);
  for (const mistake of [[], ['--no-such-option', CLIP], ['--channels', 'left', CLIP], ['--name', 'A', '--names', 'B', CLIP]]) {
    const { code, stdout, stderr } = await run(...mistake);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, /Usage: /);
  }
});
