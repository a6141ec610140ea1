/**
 * What users import, `index` as 'undertone' and the others as 'undertone/NAME': the name in `dist`, and the source.
 * Each has its line in `exports` and `typesVersions` of package.json, its size limit there, and its report in `etc/`.
 */
export const ENTRIES = {
  index: 'src/index.ts',
  webgpu: 'src/webgpu.ts',
  chime: 'src/adapters/chime.ts',
  react: 'src/react/index.ts',
};

/** Entries that React Server Components may import, and that run in the browser. */
export const FOR_CLIENTS = ['react'];

/** What the user brings along: `peerDependencies` of package.json. */
export const PEERS = ['react'];
