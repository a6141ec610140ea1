/**
 * One declaration file for each entry, from those that `tsc` wrote of every source, and a report of what it makes public.
 * `--accept` takes the new reports over into `etc/`; without it they wait in `build/api`, and a test compares.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { ENTRIES } from './entries.mjs';

/** In a folder of this name, types are another package's and are imported; elsewhere they would be copied in. */
const SDK_TYPES = 'build/node_modules/undertone';

/** What a user's project may be limited to. */
const compilerOptions = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'Bundler',
  lib: ['ES2022', 'DOM'],
  types: [],
  strict: true,
  paths: { undertone: [`./${SDK_TYPES}/index.d.ts`], 'undertone/*': [`./${SDK_TYPES}/*.d.ts`] },
};

/** Worth a failure: the rest of the extractor's advice is about tags that this project does not use. */
const FAILURES = ['ae-forgotten-export', 'ae-internal-missing-underscore', 'ae-unresolved-link'];

const accept = process.argv.includes('--accept');

/** Those whose types others name come before them; what stands together is compiled together. */
const { index, calls, elements, ...others } = ENTRIES;

await mkdir(SDK_TYPES, { recursive: true });
for (const together of [{ index }, { calls, elements }, others]) {
  const configs = Object.entries(together).map(([name, source]) =>
    configFor(name, declarationsOf(source), Object.values(together)),
  );
  const [first, ...rest] = configs;
  const additionalEntryPoints = rest.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
  const compilerState = CompilerState.create(first, { additionalEntryPoints });
  for (const [i, name] of Object.keys(together).entries()) {
    const file = `dist/${name}.d.ts`;
    extract(name, configs[i], compilerState);
    const globals = globalsOf(await readFile(configs[i].mainEntryPointFilePath, 'utf8'));
    const declarations = withoutFalseValues(await readFile(file, 'utf8'), await valuesOf(name)) + globals;
    await writeFile(file, declarations);
    await writeFile(`${SDK_TYPES}/${name}.d.ts`, declarations);
  }
}

function declarationsOf(source) {
  return resolve('build/types', source.replace(/\.ts$/, '.d.ts'));
}

function configFor(name, declarations, sources) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve('package.json'),
    configObject: {
      projectFolder: process.cwd(),
      mainEntryPointFilePath: declarations,
      compiler: { overrideTsconfig: { compilerOptions, files: sources.map(declarationsOf) } },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: resolve('etc'),
        reportTempFolder: resolve('build/api'),
      },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: resolve(`dist/${name}.d.ts`) },
    },
  });
}

function extract(name, config, compilerState) {
  const failures = [];
  const messageCallback = (message) => {
    if (FAILURES.includes(message.messageId) || message.logLevel === 'error')
      failures.push(`${message.sourceFilePath}: ${message.text}`);
    message.handled = true;
  };
  Extractor.invoke(config, { localBuild: accept, messageCallback, compilerState });
  if (failures.length > 0) throw new Error(`The types of ${name}:\n${failures.join('\n')}`);
}

/** What an entry adds to the types of the page, or of another package, which the extractor drops. */
function globalsOf(declarations) {
  return (declarations.match(/^declare (?:global|module '[^']+') \{\n.*?^\}\n/gms) ?? []).map((block) => `\n${block}`).join('');
}

async function valuesOf(name) {
  return Object.keys(await import(pathToFileURL(resolve(`dist/${name}.js`))));
}

/** The extractor declares what is exported as a type alone as a class that could be constructed: it says so of no value. */
function withoutFalseValues(declarations, values) {
  const declared = [...declarations.matchAll(/^export declare (?:abstract )?(class|function|const) (\w+)/gm)];
  const missing = declared.filter(([, , name]) => !values.includes(name));
  const lies = missing.filter(([, kind]) => kind !== 'class').map(([, , name]) => name);
  if (lies.length > 0) throw new Error(`Declared, but not in the script: ${lies.join(', ')}.`);
  const names = missing.map(([, , name]) => name);
  if (names.length === 0) return declarations;
  const local = new RegExp(`^export (declare (?:abstract )?(?:class|interface) (?:${names.join('|')})\\b)`, 'gm');
  return declarations.replace(local, '$1').replace(/^export \{ \}$/m, `export type { ${names.join(', ')} }`);
}
