/**
 * Writes what the SDK's own modules make of given input to `test/golden/`: `node tools/golden.mjs`. Run it when a rule changes,
 * and change the rule in `models/` with it: both suites compare with these files.
 */
import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const FOLDER = 'test/golden';

const { outputFiles } = await build({
  entryPoints: [`${FOLDER}/golden.ts`],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const { streamCases, estimateCases } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
);

/** A line for each window or estimate, so that a change shows where it is. */
const text = (value) => JSON.stringify(value).replaceAll('},{', '},\n{');

for (const [name, cases] of Object.entries({ streams: await streamCases(), estimates: estimateCases() })) {
  await writeFile(`${FOLDER}/${name}.json`, `${text(cases)}\n`);
}
