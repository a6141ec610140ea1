/** Each rule of .dependency-cruiser.mjs fails on a breach of it, and on nothing that is there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cruise } from 'dependency-cruiser';
import config from '../../.dependency-cruiser.mjs';
import { copyOf } from '../runner/planting.mjs';

const PARTS = ['src', 'worklets', 'examples', 'tools', 'bin'];

/** For a rule, the file that breaks it and what that imports: a path from the root of the project, or a package. */
const BREACHES = {
  'floor-of-errors': ['src/errors.ts', 'src/defaults.ts'],
  'floor-of-defaults': ['src/defaults.ts', 'src/model/labels.ts'],
  'floor-of-emitter': ['src/emitter.ts', 'src/events.ts'],
  'floor-of-model': ['src/model/labels.ts', 'src/ring/layout.ts'],
  'floor-of-ring': ['src/ring/layout.ts', 'src/estimates/estimate.ts'],
  'floor-of-assets': ['src/assets/cache.ts', 'src/inference/protocol.ts'],
  'floor-of-capabilities': ['src/capabilities.ts', 'src/inference/protocol.ts'],
  'floor-of-capture': ['src/capture/audio-source.ts', 'src/inference/protocol.ts'],
  'floor-of-inference': ['src/inference/protocol.ts', 'src/stream/stream-state.ts'],
  'floor-of-options': ['src/options.ts', 'src/events.ts'],
  'floor-of-estimates': ['src/estimates/estimate.ts', 'src/stream/tone-tracker.ts'],
  'floor-of-events': ['src/events.ts', 'src/stream/tone-stream.ts'],
  'floor-of-stream': ['src/stream/stream-state.ts', 'src/recording/hear.ts'],
  'floor-of-recording': ['src/recording/hear.ts', 'src/undertone.ts'],
  'floor-of-undertone': ['src/undertone.ts', 'src/index.ts'],
  'floor-of-deprecated': ['src/deprecated.ts', 'src/undertone.ts'],
  'floor-of-index': ['src/index.ts', 'src/adapters/chime.ts'],
  'floor-of-webgpu': ['src/webgpu.ts', 'src/adapters/chime.ts'],
  'floor-of-adapters': ['src/adapters/chime.ts', 'src/report/planted.ts'],
  'floor-of-elements': ['src/elements/planted.ts', 'src/report/planted.ts'],
  'floor-of-report': ['src/report/planted.ts', 'src/react/planted.ts'],
  'floor-of-react': ['src/react/planted.ts', 'src/elements/planted.ts'],
  'worker-imports': ['src/inference/worker/energy.ts', 'src/inference/client.ts'],
  'worker-is-a-file-of-its-own': ['src/inference/client.ts', 'src/inference/worker/energy.ts'],
  'runtime-stays-in-the-worker': ['src/inference/start.ts', 'onnxruntime-web/wasm'],
  'worklet-imports': ['worklets/downmix.ts', 'src/ring/shared-ring-reader.ts'],
  'worklet-is-a-file-of-its-own': ['src/capture/tap.ts', 'worklets/capture.worklet.ts'],
  'reader-is-a-script-of-its-own': ['src/recording/hear.ts', 'src/recording/reader/hops.ts'],
  'reader-imports': ['src/recording/reader/hops.ts', 'src/errors.ts'],
  'demuxers-stay-in-the-reader': ['src/recording/read.ts', 'mediabunny'],
  'users-import-undertone': ['src/adapters/chime.ts', 'src/errors.ts'],
  'src-is-all-there-is': ['src/undertone.ts', 'examples/shared/dom.ts'],
  'commands-use-the-build': ['bin/analyze/page.mjs', 'src/index.ts'],
  'loose-file-imported': ['src/undertone.ts', 'src/planted.ts'],
  'loose-file-importing': ['src/planted.ts', 'src/errors.ts'],
  'unknown-folder': ['src/planted/planted.ts', 'src/errors.ts'],
  'no-circle': ['src/estimates/estimate.ts', 'src/estimates/tone.ts'],
};

let copy;
before(async () => {
  copy = await copyOf(PARTS);
});
after(() => copy.remove());

/** Names of the rules that are broken in the copy. */
async function broken() {
  const { output } = await cruise(PARTS, {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir: copy.folder,
  });
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
}

/** A statement in the file at `from` that imports of `to` types alone, which is what a check overlooks first. */
function importing(from, to) {
  const path = /^(src|worklets|examples|tools)\//.test(to)
    ? '../'.repeat(from.split('/').length - 1) + to.replace(/\.ts$/, '.js')
    : to;
  return `\nimport type { Planted } from '${path}';\n`;
}

test('what is there breaks no rule', async () => {
  assert.deepEqual(await broken(), []);
});

for (const [rule, [from, to]] of Object.entries(BREACHES)) {
  test(`${rule}: ${from} may not import ${to}`, async () => {
    const seen = await copy.with(to.includes('planted') ? to : 'src/errors.ts', '\nexport type Planted = 1;\n', () =>
      copy.with(from, importing(from, to), broken),
    );
    assert.ok(seen.includes(rule), `only ${seen.join(', ') || 'nothing'} was found broken`);
  });
}

test('what is imported to be run counts like a type', async () => {
  const run = "\nimport '../stream/stream-state.js';\nexport const load = () => import('../recording/decode.js');\n";
  assert.ok((await copy.with('src/estimates/estimate.ts', run, broken)).includes('floor-of-estimates'));
});

test('no-dead-module: a module that nobody imports is found, though it imports others', async () => {
  const dead = "import { LABELS } from '../model/labels.js';\nexport const COUNT = LABELS.length;\n";
  assert.ok((await copy.with('src/estimates/planted.ts', dead, broken)).includes('no-dead-module'));
});

test('every rule has a breach here', () => {
  const rules = new Set(config.forbidden.map(({ name }) => name));
  assert.deepEqual(new Set([...Object.keys(BREACHES), 'no-dead-module']), rules);
});
