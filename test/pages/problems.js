/** What goes wrong in the page, and what is written to its console as an error or a warning. */
globalThis.problems = [];

const note = (...what) => globalThis.problems.push(what.map(String).join(' '));
for (const level of ['error', 'warn']) {
  const { [level]: write } = console;
  console[level] = (...what) => {
    note(...what);
    write.apply(console, what);
  };
}
addEventListener('error', ({ message, target }) => note(message ?? `${target.src ?? target.href} could not be loaded`), true);
addEventListener('unhandledrejection', ({ reason }) => note(reason));
document.addEventListener('securitypolicyviolation', ({ blockedURI }) => note(blockedURI, 'is blocked'));
