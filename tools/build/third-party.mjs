/** Other people's code in the bundles, and the weights that ours began as: the licences are shipped, and the sources are not. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const packageOf = (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];

/** Source maps hold the sources that they map to: without this, most of theirs would be onnxruntime-web, minified. */
export const unmapped = {
  name: 'unmapped',
  transform: (code, id) => (packageOf(id) ? { code, map: { mappings: '' } } : null),
};

const folders = new Set();

/** Writes the notices of all packages in the bundles so far; the last bundle leaves them complete. */
export const notices = {
  name: 'notices',
  async writeBundle({ dir }, chunks) {
    for (const { moduleIds = [] } of Object.values(chunks)) {
      for (const folder of moduleIds.map(packageOf)) if (folder) folders.add(folder);
    }
    const texts = await Promise.all([weightsNotice(), ...[...folders].sort().map(noticeOf)]);
    await writeFile(join(dir, 'THIRD-PARTY-NOTICES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
  },
};

/** The model has a licence of its own, asks to name its data, and began as weights whose licence goes with every copy. */
async function weightsNotice() {
  const { name, version, licence, base, data } = JSON.parse(await readFile('models/undertone-en-open.json', 'utf8'));
  const credits = [...base, ...data].map((entry) => `- ${entry.name}: ${entry.licence}. ${entry.source}`);
  const terms = `The weights in ${name}.onnx are under ${licence}, https://creativecommons.org/licenses/by-sa/4.0/, and not under the licence of the code.`;
  const moonshine = await readFile('tools/build/moonshine-licence.txt', 'utf8');
  const made = `They began as, or learned from:\n\n${credits.join('\n')}`;
  return `${name} ${version} (${licence})\n\n${terms}\n${made}\n\nMoonshine's weights, which were changed here:\n\n${moonshine.trim()}\n`;
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(LICEN[CS]E|COPYING)/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : await licenceElsewhere(name);
  // The Mozilla Public License wants recipients told where the source is; it is good to know of every package.
  const source = `https://registry.npmjs.org/${name}/-/${basename(name)}-${version}.tgz`;
  return `${name} ${version} (${license})\nSource: ${source}\n\n${text.trim()}\n`;
}

/** The packages of onnxruntime for browsers come without the text that they are under. */
async function licenceElsewhere(name) {
  if (!/^onnxruntime-/.test(name)) throw new Error(`${name} is bundled and has no licence file.`);
  return readFile('tools/build/onnxruntime-licence.txt', 'utf8');
}
