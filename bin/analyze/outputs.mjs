/** Where the outputs of a run go, and why they could not. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';

/**
 * The file that an output of a recording goes to.
 * @param {string} path as it was given
 * @param {number} index of the recording
 * @param {import('./command-line.mjs').Command} command
 */
export function pathOfOutput(path, index, { files, oneCall }) {
  return resolve(files.length > 1 && !oneCall ? numbered(path, index + 1) : path);
}

/**
 * Why an output cannot be written, or must not: an analysis may take an hour, and a recording may be the only one.
 * @param {import('./command-line.mjs').Command} command
 * @returns {Promise<string | undefined>}
 */
export async function whyNotWritable(command) {
  const given = Object.values(command.outputs).filter((path) => path !== undefined);
  const recordings = await Promise.all(command.files.map((file) => statOf(file)));
  const isRecording = ({ dev, ino }) => recordings.some((recording) => recording?.dev === dev && recording.ino === ino);
  const taken = new Set();
  for (const path of given) {
    if (/[\\/]$/.test(path) || (await statOf(path))?.isDirectory()) return `${path} is a folder. Name a file in it.`;
    if (!(await statOf(dirname(resolve(path))))?.isDirectory()) return `There is no folder for ${path}.`;
    for (const index of command.oneCall ? [0] : command.files.keys()) {
      const target = pathOfOutput(path, index, command);
      if (taken.has(target)) return `Two outputs would go to ${target}. Give each a name of its own.`;
      taken.add(target);
      const found = await statOf(target);
      if (found && isRecording(found)) return `${target} is one of the recordings, and would be overwritten. Name another file.`;
      const problem = await access(found ? target : dirname(target), constants.W_OK).then(
        () => undefined,
        (error) => error,
      );
      if (problem) return problemOf(problem, target);
    }
  }
  return undefined;
}

/** What went wrong with a file, in words for who named it. */
export function problemOf({ code, message }, path) {
  if (code === 'ENOENT') return `There is no such file or folder: ${path}`;
  return code === 'EACCES' || code === 'EROFS' ? `Not allowed: ${path}` : message;
}

const statOf = (path) => stat(path).catch(() => undefined);

/** `out.svg` as `out-2.svg`, say. */
function numbered(path, number) {
  const ending = extname(path);
  return `${path.slice(0, path.length - ending.length)}-${number}${ending}`;
}
