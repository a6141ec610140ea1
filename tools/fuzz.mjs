/** `npm run fuzz`: hostile input of every kind, generated; see docs/security.md. */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz/fuzz.mjs';
import { judge } from './fuzz/verdict.mjs';

const USAGE = `Usage: npm run fuzz -- [--cases N] [--seed S] [--only K]

Gives the package N (10,000) hostile inputs and judges what comes of them. The same seed gives the same cases; --only runs one of
them, by its number. Exit code: 0 all is well, 1 something is not, 2 the command was not understood.
`;

const options = { cases: { type: 'string', default: '10000' }, seed: { type: 'string' }, only: { type: 'string' } };
const read = () => {
  try {
    return parseArgs({ options }).values;
  } catch {
    return {};
  }
};
const values = read();
const cases = Number(values.cases);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 16));
const only = values.only === undefined ? undefined : Number(values.only);
if (!(cases > 0) || !Number.isInteger(seed) || !Number.isInteger(only ?? 0)) {
  process.stderr.write(USAGE);
  process.exit(2);
}

console.log(`Seed ${seed}`);
const numbers = only === undefined ? Array.from({ length: cases }, (_, number) => number) : [only];
const { lines, problems } = judge(await fuzz({ seed, numbers, tell: console.log }));
console.log(`
${lines.join('\n')}
${problems.length === 0 ? 'All is well.' : `${problems.length} problems:\n${problems.join('\n')}`}`);
process.exitCode = problems.length === 0 ? 0 : 1;
