import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * A copy of parts of the project in which a breach of a rule can be planted, to see that the rule's check fails.
 * @param {readonly string[]} parts files and folders of the project
 */
export async function copyOf(parts) {
  const folder = await mkdtemp(join(tmpdir(), 'undertone-planted-'));
  for (const part of parts) await cp(part, join(folder, part), { recursive: true });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  return {
    folder,
    /** Appends `text` to the file at `path`, or makes that file, while `look` runs. */
    async with(path, text, look) {
      const file = join(folder, path);
      const before = await readFile(file).catch(() => undefined);
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, text);
      try {
        return await look();
      } finally {
        await (before === undefined ? rm(file) : writeFile(file, before));
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
