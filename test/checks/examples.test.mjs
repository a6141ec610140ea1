/** Every TypeScript example of the documentation compiles against the public types, strictly; components of Vue and Svelte compile. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import * as vue from '@vue/compiler-sfc';
import * as svelte from 'svelte/compiler';

const DOCUMENTS = ['README.md', 'examples/README.md', 'CONTRIBUTING.md'];
const CODE = /```(tsx?)(?: run)?\n(.*?)```/gs;

/** What the public entries must show by an example. */
const SHOWN = [
  'src/undertone.ts',
  'src/stream/tone-stream.ts',
  'src/errors.ts',
  'src/capabilities.ts',
  'src/webgpu.ts',
  'src/elements/badge.ts',
  'src/elements/consent.ts',
  'src/elements/define.ts',
  'src/elements/meter.ts',
  'src/elements/timeline.ts',
  ...(await readdir('src/adapters')).filter((file) => file.endsWith('.ts')).map((file) => `src/adapters/${file}`),
  'src/report/log.ts',
  'src/react/provider.ts',
  'src/react/use-tone.ts',
  'src/react/use-undertone.ts',
];

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-examples-'));
  // Examples of adapters use the SDKs that these are for, and those of hooks React.
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
});
after(() => rm(folder, { recursive: true, force: true }));

const examplesOf = async (file) => {
  const text = (await readFile(file, 'utf8')).replaceAll(/^ *\* ?/gm, '');
  return [...text.matchAll(CODE)].map(([, language, code]) => ({ language, code }));
};

async function compile(name, sources) {
  const place = join(folder, name);
  const files = await Promise.all(
    sources.map(async ({ language, code }, i) => {
      const file = `${place}-${i}.${language}`;
      await writeFile(file, `${code}\nexport {};\n`);
      return file;
    }),
  );
  // An example declares what its reader would use.
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  const config = { extends: resolve('tsconfig.json'), compilerOptions, files, include: [] };
  await writeFile(`${place}.json`, JSON.stringify(config));
  return new Promise((settle) => {
    execFile(process.execPath, ['node_modules/typescript/bin/tsc', '-p', `${place}.json`], (error, stdout) =>
      settle(error ? stdout : ''),
    );
  });
}

test('examples in the documents and in the doc comments compile', async () => {
  const sources = (await readdir('src', { recursive: true })).filter((file) => file.endsWith('.ts')).map((file) => `src/${file}`);
  const files = [
    ...DOCUMENTS,
    ...(await readdir('docs')).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
    ...sources,
  ];
  const examples = await Promise.all(files.map(examplesOf));
  assert.ok((await examplesOf('README.md')).length > 0, 'README.md shows none');
  assert.equal(await compile('good', examples.flat()), '');
});

for (const file of SHOWN) {
  test(`${file} shows how it is used`, async () => assert.ok((await examplesOf(file)).length > 0));
}

test('an example that does not compile is found', async () => {
  const code = "import { noSuchName } from 'undertone';\nnoSuchName();";
  assert.match(await compile('bad', [{ language: 'ts', code }]), /noSuchName/);
});

/** The component that docs/frameworks.md shows for a framework. */
const component = async (language) => {
  const [, code] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(await readFile('docs/frameworks.md', 'utf8'));
  return code;
};

/** Errors and warnings of Vue's compiler. */
function complaintsOfVue(code) {
  const { descriptor, errors } = vue.parse(code);
  if (errors.length > 0) return errors;
  const { content, bindings } = vue.compileScript(descriptor, { id: 'shown' });
  const { template } = descriptor;
  const options = {
    source: template.content,
    filename: 'shown.vue',
    id: 'shown',
    compilerOptions: { bindingMetadata: bindings },
  };
  const rendered = vue.compileTemplate(options);
  return [...rendered.errors, ...rendered.tips, ...(content ? [] : ['nothing was made of the script'])];
}

test('the component shown for Vue compiles, and one that does not is found', async () => {
  const code = await component('vue');
  assert.deepEqual(complaintsOfVue(code), []);
  assert.notDeepEqual(complaintsOfVue(code.replace('v-else', 'v-else-if')), []);
});

test('the component shown for Svelte compiles, and one that does not is found', async () => {
  const code = await component('svelte');
  assert.deepEqual(svelte.compile(code, { generate: 'client' }).warnings, []);
  assert.throws(() => svelte.compile(code.replace('{/if}', ''), { generate: 'client' }));
});

test('every public name and member has a doc comment', async () => {
  for (const report of await readdir('etc')) {
    const bare = [...(await readFile(`etc/${report}`, 'utf8')).matchAll(/undocumented\)\r?\n(.*)/g)].map(([, line]) =>
      line.trim(),
    );
    assert.deepEqual(bare, [], report);
  }
});
