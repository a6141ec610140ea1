import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Colours less apart than this are the same: another Chromium smooths edges a little otherwise. 0 to 1, as pixelmatch has it. */
const THRESHOLD = 0.2;

/** Share of the pixels that may differ. */
const TOLERANCE = 0.003;

/**
 * Fails where `picture` differs from the file of that name, and leaves it beside the file as `NAME.now.png`.
 * With PICTURES=accept it becomes the file.
 * @param {Buffer} picture a PNG
 * @param {string} file
 */
export async function assertPicture(picture, file) {
  if (process.env.PICTURES === 'accept') {
    await mkdir(dirname(file), { recursive: true });
    return writeFile(file, picture);
  }
  const [now, then] = [picture, await readFile(file)].map((bytes) => PNG.sync.read(bytes));
  const size = ({ width, height }) => `${width} x ${height}`;
  const differing =
    size(now) === size(then)
      ? pixelmatch(now.data, then.data, undefined, now.width, now.height, { threshold: THRESHOLD })
      : Infinity;
  if (differing <= TOLERANCE * now.width * now.height) return;
  const beside = file.replace(/\.png$/, '.now.png');
  await writeFile(beside, picture);
  assert.fail(
    `${file} (${size(then)}) looks otherwise now (${size(now)}, ${differing} pixels): compare it with ${beside}, and run with PICTURES=accept if it is right`,
  );
}

export const picturesBeside = (url) => (name) => join(new URL('./pictures/', url).pathname, `${name}.png`);
