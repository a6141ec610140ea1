/** The package as npm would publish it, and as a server or a TypeScript project meets it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

test('holds what runs, and nothing of how it was made', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']);
  const paths = JSON.parse(stdout)[0].files.map(({ path }) => path);
  for (const file of [
    'LICENSE',
    'README.md',
    'package.json',
    'dist/index.js',
    'dist/index.js.map',
    'dist/undertone.worker.js',
    'dist/undertone.worklet.js',
    'dist/ort-wasm-simd-threaded.wasm',
    'dist/undertone-en-open.onnx',
    'dist/undertone-en-open.json',
    'dist/types/src/index.d.ts',
    'dist/webgpu.js',
    'dist/webgpu/undertone.webgpu-worker.js',
  ]) {
    assert.ok(paths.includes(file), `${file} is missing`);
  }
  assert.deepEqual(paths.filter((path) => /^(?!dist\/|LICENSE$|README\.md$|package\.json$)|\.(py|pt|wav|test\.\w+)$/.test(path)), []);
  // Its licence forbids commercial use: nobody gets it by accident.
  assert.deepEqual(paths.filter((path) => path.includes('research')), []);
});

test('can be imported on a server, which it leaves as it was', async () => {
  const script = `
    const globals = () => Reflect.ownKeys(globalThis).map(String).join();
    const before = globals();
    const { createUndertone, isSupported, LABELS } = await import('undertone');
    const refused = await createUndertone().catch(({ code }) => code);
    console.log(JSON.stringify({ untouched: globals() === before, supported: isSupported(), refused, LABELS }));
  `;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script]);
  assert.equal(stderr, '');
  assert.deepEqual(JSON.parse(stdout), {
    untouched: true,
    supported: false,
    refused: 'unsupported',
    LABELS: ['negative', 'neutral', 'positive'],
  });
});

const CONSUMER = `
import { createUndertone, toChimeVoiceTone, UndertoneError, type ErrorCode, type StreamState, type ToneEvent } from 'undertone';
import { webgpu } from 'undertone/webgpu';

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
off();
const { call } = await stream.stop();
console.log(call.label);

// @ts-expect-error There is no analysis without consent.
undertone.analyze(new MediaStream(), {});
// @ts-expect-error There is no such event.
stream.on('loud', () => {});
// @ts-expect-error Estimates are not for writing.
call.label = 'positive';
await undertone.close();
`;

test('has types that a strict project can use', async () => {
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
      lib: ['ES2023', 'DOM', 'DOM.Iterable', 'ESNext.Disposable'],
      types: [],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['consumer.ts'] }));
    const { stdout } = await run('npx', ['tsc', '-p', folder]).catch((error) => error);
    assert.equal(stdout, '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
