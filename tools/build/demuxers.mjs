/** What the build changes of mediabunny, so that the script for recordings asks for nothing that only Node has. */
const FOR_NODE = /\/mediabunny\/dist\/modules\/src\/node\.js$/;

export const demuxers = {
  name: 'demuxers',
  load: (id) => (FOR_NODE.test(id) ? 'export const fs = undefined;' : null),
};
