/** `npm run soak`: a day of generated calls, FACTOR times as fast as they would be; see docs/endurance.md. */
import { parseArgs } from 'node:util';
import { soak } from './soak/soak.mjs';
import { judge } from './soak/verdict.mjs';

const USAGE = `Usage: npm run soak -- [--minutes N] [--seed N]

Lets generated people call for N minutes (10), at 8 times the speed of life, and judges what is left of it.
The same seed gives the same calls. Exit code: 0 all is well, 1 something is not, 2 the command was not understood.
`;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 16));
if (!(minutes > 0) || !Number.isInteger(seed)) {
  process.stderr.write(USAGE);
  process.exit(2);
}

console.log(`Seed ${seed}`);
const found = await soak({ seed, goesOn: (elapsed) => elapsed < 60_000 * minutes, tell: console.log });
const { lines, problems } = judge(found);
const { calls, cycles, instances, recordings, disasters, tones, heard, gaps, dropped, aheadMs } = found.total;
const hours = (seconds) => `${(seconds / 3600).toFixed(2)} h`;
console.log(`
${calls} calls, ${cycles} streams begun and ended, ${instances} instances, ${recordings} recordings, ${disasters} disasters
${hours(found.callSeconds)} of calls: ${tones} estimates of ${hours(heard)} of audio, ${hours(dropped)} told as dropped, ${hours(gaps)} told as gaps
Latest time of a window after now: ${Math.round(aheadMs)} ms
${lines.join('\n')}
${problems.length === 0 ? 'All is well.' : `${problems.length} problems:\n${problems.join('\n')}`}`);
process.exitCode = problems.length === 0 ? 0 : 1;
