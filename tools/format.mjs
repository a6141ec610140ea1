/** `npm run format`: lays out all code and mends what the linters can, Python too once the models' environment is there. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inEnvironment, MODELS } from './python.mjs';

const RUFF = inEnvironment('ruff');

const steps = [
  ['npx', ['oxlint', '--type-aware', '--fix']],
  ['npx', ['biome', 'format', '--write', '.']],
];
if (existsSync(RUFF)) steps.push([RUFF, ['check', '--fix', MODELS]], [RUFF, ['format', MODELS]]);
else console.warn('Python is left as it is: `npm test -- models/` makes the environment that has ruff.');

const failed = steps.filter(
  ([program, args]) => spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0,
);
if (failed.length > 0) process.exit(1);
