import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A folder with an app in it, in which the package is installed as npm would publish it.
 * @param {string} [source] folder of the app's files
 * @returns {Promise<{ folder: string, tarball: string, files: { path: string, size: number }[], remove(): Promise<void> }>}
 *   `files` are those of the package
 */
export async function packedApp(source) {
  const folder = await mkdtemp(join(tmpdir(), 'undertone-app-'));
  if (source) await cp(source, folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "name": "app", "private": true, "type": "module" }');
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder]);
  const [{ filename, files }] = JSON.parse(stdout);
  const tarball = join(folder, filename);
  const installed = join(folder, 'node_modules', 'undertone');
  await mkdir(installed, { recursive: true });
  await run('tar', ['xzf', tarball, '-C', installed, '--strip-components=1']);
  return { folder, tarball, files, remove: () => rm(folder, { recursive: true, force: true }) };
}
