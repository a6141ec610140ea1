/** What the build changes of mediabunny. */

/** The script for recordings asks for nothing that only Node has. */
const FOR_NODE = /\/mediabunny\/dist\/modules\/src\/node\.js$/;

const EBML = /\/mediabunny\/dist\/modules\/src\/matroska\/ebml\.js$/;

/**
 * Where a WebM or Matroska file is damaged, the next element is looked for: from behind the place where none could be read, or it is
 * found there for ever; and not in so few bytes that the search does not move. Either stopped the page's thread.
 */
const SEARCH = [
  [
    'let currentPos = startPos;\n    while (currentPos < until)',
    'let currentPos = startPos + 1;\n    while (currentPos < until)',
  ],
  ['if (slice.length < MAX_VAR_INT_SIZE)\n            break;', 'if (slice.length <= MAX_VAR_INT_SIZE)\n            break;'],
];

export const demuxers = {
  name: 'demuxers',
  load: (id) => (FOR_NODE.test(id) ? 'export const fs = undefined;' : null),
  transform(code, id) {
    if (!EBML.test(id)) return null;
    let mended = code;
    for (const [before, after] of SEARCH) {
      if (!mended.includes(before))
        this.error('mediabunny looks for the next element in another way now: see what it does with damaged files.');
      mended = mended.replace(before, after);
    }
    return { code: mended, map: null };
  },
};
