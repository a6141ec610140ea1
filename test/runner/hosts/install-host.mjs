import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @typedef {object} Host
 * @property {string} folder
 * @property {string} version of the tool, the first that package.json names
 * @property {import('./ways.mjs').Way[]} ways
 */

/**
 * Puts the app, what the host adds to it, and all that it depends on into `folder`.
 * @param {string} name folder in `test/hosts/`
 * @param {string} tarball the packed package
 * @returns {Promise<Host>}
 */
export async function installHost(name, tarball, folder) {
  await cp('test/hosts/app', folder, { recursive: true });
  await cp(`test/hosts/${name}`, folder, { recursive: true });
  const file = join(folder, 'package.json');
  const { ways, ...manifest } = JSON.parse(await readFile(file, 'utf8'));
  manifest.dependencies = { ...manifest.dependencies, undertone: `file:${tarball}` };
  await writeFile(file, JSON.stringify(manifest, null, 2));
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const [version = ''] = Object.values(manifest.devDependencies ?? manifest.dependencies);
  return { folder, version, ways };
}
