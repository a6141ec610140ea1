/**
 * What users import, `index` as 'undertone' and the others as 'undertone/NAME': the name in `dist`, and the source.
 * Each has its line in `exports` and `typesVersions` of package.json, its size limit there, and its report in `etc/`.
 */
export const ENTRIES = {
  index: 'src/index.ts',
  webgpu: 'src/webgpu.ts',
  chime: 'src/adapters/chime.ts',
  report: 'src/report/index.ts',
};
