/** What the reporter leaves out of a failure: what was behind it. A fault that does not come again is understood by nothing else. */
const TELL = `
afterEach(function () {
  for (let error = this.currentTest.err?.cause; error; error = error.cause) console.error('caused by', error.stack || error);
});`;

/** Has each test file say what caused the errors that its tests fail with. */
export const tellCauses = {
  name: 'tell-causes',
  transform: ({ path, body }) => (/\.test\.tsx?$/.test(path) ? body + TELL : undefined),
};
