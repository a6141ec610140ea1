/** The package as npm would publish it, and as a server or a TypeScript project meets it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { ENTRIES, PEERS } from '../../tools/build/entries.mjs';
import { packedApp } from '../runner/packed-app.mjs';

const run = promisify(execFile);

const manifest = JSON.parse(await readFile('package.json', 'utf8'));
let app;
before(async () => {
  app = await packedApp();
});
after(() => app?.remove());

test('holds what docs/package.md gives a reason for, and nothing else', async () => {
  const rows = [...(await readFile('docs/package.md', 'utf8')).matchAll(/^\| `(\S+)` \| ([\d.]+) (MB|kB) \|/gm)];
  assert.deepEqual(rows.map(([, path]) => path).toSorted(), app.files.map(({ path }) => path).toSorted());
  const sizes = new Map(app.files.map(({ path, size }) => [path, size]));
  const large = rows.filter(([, , , unit]) => unit === 'MB').map(([, path, size]) => [path, size]);
  assert.deepEqual(
    large.map(([path]) => [path, (sizes.get(path) / 1e6).toFixed(1)]),
    large,
  );
});

test('its source maps hold its own sources alone', async () => {
  for (const { path } of app.files.filter((file) => file.path.endsWith('.map'))) {
    const { sources } = JSON.parse(await readFile(join(app.folder, 'node_modules', 'undertone', path), 'utf8'));
    assert.ok(sources.length > 0 && sources.every((source) => /^(\.\.\/)+(src|worklets)\//.test(source)), `${path}: ${sources}`);
  }
});

test('says under which licences the weights are, and those of what they began as and learned from', async () => {
  const { licence, base, data } = JSON.parse(await readFile('models/undertone-en-open.json', 'utf8'));
  assert.equal(manifest.license, `Apache-2.0 AND ${licence}`);
  const notices = await readFile(join(app.folder, 'node_modules/undertone/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const unnamed = [...base, ...data].filter((entry) => !notices.includes(`${entry.name}: ${entry.licence}`));
  assert.deepEqual(unnamed, []);
  // The MIT licence goes with every copy, and so does the name of whom it is from.
  assert.match(notices, /Copyright \(c\) 2025 Moonshine AI[\s\S]+The above copyright notice and this permission notice/);
});

test('installs nothing else, and asks for React only where an app has it', () => {
  assert.deepEqual([manifest.dependencies, manifest.optionalDependencies], [undefined, undefined]);
  assert.deepEqual(Object.keys(manifest.peerDependencies), PEERS);
  assert.deepEqual(manifest.peerDependenciesMeta, Object.fromEntries(PEERS.map((name) => [name, { optional: true }])));
});

test('tells every resolver of every entry', () => {
  const names = Object.keys(ENTRIES);
  const path = (name) => (name === 'index' ? '.' : `./${name}`);
  const files = (name) => ({ types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` });
  assert.deepEqual(manifest.exports, {
    ...Object.fromEntries(names.map((name) => [path(name), files(name)])),
    './dist/*': './dist/*',
    './package.json': './package.json',
  });
  assert.deepEqual({ types: manifest.types, default: manifest.main }, files('index'));
  const others = names.filter((name) => name !== 'index');
  assert.deepEqual(manifest.typesVersions, { '*': Object.fromEntries(others.map((name) => [name, [files(name).types]])) });
});

/** Runs a command; what it prints is told when it fails. */
const passes = (...args) => run('npx', args).catch(({ stdout, stderr }) => assert.fail(stdout + stderr));

test('publint finds nothing', () => passes('publint', 'run', app.tarball, '--strict'));

test('its types resolve everywhere', async () => {
  // It has no CommonJS, whose users import() it, or require() it where Node can.
  await passes('attw', app.tarball, '--ignore-rules', 'cjs-resolves-to-esm');
});

test('no script is larger than its limit', () => passes('size-limit'));

test('every entry and every script has a size limit', () => {
  const limited = manifest['size-limit'].map(({ path }) => path).toSorted();
  const scripts = app.files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
  assert.deepEqual(limited, scripts.toSorted());
});

for (const name of Object.keys(ENTRIES)) {
  test(`etc/${name}.api.md is what ${name} makes public: run \`npm run api\` after a change that is meant`, async () => {
    const [accepted, built] = await Promise.all(
      ['etc', 'build/api'].map((folder) => readFile(`${folder}/${name}.api.md`, 'utf8')),
    );
    assert.equal(built, accepted);
  });
}

test('its types name no other package and nothing private', async () => {
  for (const name of Object.keys(ENTRIES)) {
    const declarations = await readFile(`dist/${name}.d.ts`, 'utf8');
    assert.deepEqual(
      [...declarations.matchAll(/^(?:im|ex)port .* from '(?!undertone['/])(.+)'/gm)]
        .map(([, from]) => from)
        .filter((from) => !PEERS.includes(from)),
      [],
    );
    const exported = [...declarations.matchAll(/^export type \{ (.+) \}/gm)].flatMap(([, names]) => names.split(', '));
    const local = [...declarations.matchAll(/^declare (?:abstract )?\w+ (\w+)/gm)].map(([, symbol]) => symbol);
    assert.deepEqual(
      local.filter((symbol) => !exported.includes(symbol)),
      [],
    );
  }
});

test('can be imported on a server, which it leaves as it was', async () => {
  const script = `
    const globals = () => Reflect.ownKeys(globalThis).map(String).join();
    const before = globals();
    const { createUndertone, isSupported, LABELS } = await import('undertone');
    const { defineElements, UndertoneBadge } = await import('undertone/elements');
    defineElements();
    await import('undertone/react');
    const refused = await createUndertone().catch(({ code }) => code);
    console.log(JSON.stringify({ untouched: globals() === before, supported: isSupported(), refused, LABELS, badge: UndertoneBadge.name }));
  `;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script]);
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), {
    untouched: true,
    supported: false,
    refused: 'unsupported',
    LABELS: ['negative', 'neutral', 'positive'],
    badge: 'UndertoneBadge',
  });
});

const CONSUMER = `
import { createUndertone, UndertoneError, type ErrorCode, type StreamState, type ToneEvent, ToneStream } from 'undertone';
import { toChimeVoiceTone } from 'undertone/chime';
import { defineElements, type CustomTexts, type UndertoneElement } from 'undertone/elements';
import { createCallHub, type CallHub } from 'undertone/calls';
import { followLiveKit, type LiveKitRoom } from 'undertone/livekit';
import { toHtml, ToneLog, type ToneReport } from 'undertone/report';
import { webgpu } from 'undertone/webgpu';
import { useTone, useUndertone, UndertoneProvider } from 'undertone/react';

const undertone = await createUndertone({ provider: 'webgpu', assets: { webgpu: webgpu() }, onProgress: ({ loaded }) => loaded.toFixed() });
const consent = { subject: 'caller', purpose: 'training', obtainedAt: new Date() };
const stream = undertone.analyze(new MediaStream(), { consent });
const off: () => void = stream.on('tone', (event: ToneEvent) => {
  const negative: number | undefined = event.recent.scores?.negative;
  console.log(negative, toChimeVoiceTone(event).detail.taskId);
});
stream.on('error', (error: UndertoneError) => { const code: ErrorCode = error.code; console.log(code); });
stream.on('state', ({ state }) => { const now: StreamState = state; console.log(now); });
for await (const { window } of undertone.analyzeFile(new Blob([]), { consent })) console.log(window.label);
const log = new ToneLog({ model: undertone.capabilities.model });
log.attach(stream, { name: 'Caller' });
const report: ToneReport = log.report();
console.log(toHtml(log), report.speakers[0]?.call.label);
off();
const hub: CallHub = createCallHub(undertone, { consentOf: (who) => ({ ...consent, subject: who }), onStream: ({ id }) => console.log(id) });
declare const room: LiveKitRoom;
await followLiveKit(hub, room, { local: true })();
const { call } = await stream.stop();
console.log(call.label);

defineElements();
const badge = document.createElement('undertone-badge');
badge.stream = stream;
const texts: CustomTexts = { positive: 'fine' };
const anyElement: UndertoneElement = badge;
anyElement.texts = texts;
const elementConsent = document.createElement('undertone-consent');
elementConsent.addEventListener('undertone-agree', ({ detail }) => { const who: string | undefined = detail.records[0]?.subject; console.log(who); });
const records = await elementConsent.ask();
if (records) elementConsent.stream = undertone.analyze(new MediaStream(), { consent: records[0]! });
document.createElement('undertone-timeline').addEventListener('undertone-seek', ({ detail }) => detail.position.toFixed());
// @ts-expect-error There is no such stretch.
badge.over = 'yesterday';

// @ts-expect-error There is no analysis without consent.
undertone.analyze(new MediaStream(), {});
// @ts-expect-error A hub asks for consent.
createCallHub(undertone, { onStream: () => {} });
// @ts-expect-error There is no such event.
stream.on('loud', () => {});
// @ts-expect-error Estimates are not for writing.
call.label = 'positive';
await undertone.close();

const { recent, stop } = useTone(new MediaStream(), { consent, speaker: 1, hopMs: 1000 });
const model: string = useUndertone({ suspense: true }).instance.capabilities.model.name;
const loading = useUndertone();
if (loading.status === 'ready') loading.instance.resume();
console.log(recent?.label, (await stop())?.call.label, model, loading.error?.code, UndertoneProvider({ instance: null }));
// @ts-expect-error Whether there is consent is to be said.
useTone(new MediaStream(), {});
// @ts-expect-error An instance is loaded already.
UndertoneProvider({ instance: undertone, options: {} });

// @ts-expect-error Streams are made by analyze() alone: the class is a type.
new ToneStream();
`;

/** TypeScript's compilers that are here: the project's own, and those that other tools bring along. */
const COMPILERS = [
  ['typescript'],
  ['@microsoft/api-extractor', 'typescript'],
  ['@arethetypeswrong/cli', '@arethetypeswrong/core', 'typescript'],
].map((chain) => {
  const file = chain.reduce((user, name) => createRequire(user).resolve(`${name}/package.json`), import.meta.url);
  return { version: createRequire(file)(file).version, compiler: join(dirname(file), 'lib', 'tsc.js') };
});

for (const { version, compiler } of COMPILERS) {
  test(`has types that a strict project can use with TypeScript ${version}`, async () => {
    const folder = await mkdtemp(join('test', 'consumer-'));
    try {
      await writeFile(join(folder, 'consumer.ts'), CONSUMER);
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        target: 'ES2022',
        module: 'ESNext',
        moduleResolution: 'Bundler',
        lib: ['ES2022', 'DOM'],
        types: [],
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['consumer.ts'] }));
      const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch((error) => error);
      assert.equal(stdout, '');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
