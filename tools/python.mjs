/** The virtual environment of the model's Python code, which the tests make and `npm run format` uses where it is. */
import { resolve } from 'node:path';

export const MODELS = 'models';
export const ENVIRONMENT = resolve('node_modules/.cache/undertone-models');

/** Path of a program of the environment, such as `python` or `ruff`. */
export const inEnvironment = (program) =>
  process.platform === 'win32' ? `${ENVIRONMENT}/Scripts/${program}.exe` : `${ENVIRONMENT}/bin/${program}`;
