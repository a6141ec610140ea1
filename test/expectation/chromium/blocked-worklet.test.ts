// No report known. Seen in Chromium 156.
import { expect } from 'chai';

const PAGE = `/test/pages/blank.html?csp=${encodeURIComponent("script-src 'none'")}`;

it('a worklet that a Content-Security-Policy blocks is rejected as one that is missing, and no violation is told', async () => {
  const frame = document.createElement('iframe');
  frame.src = PAGE;
  const loaded = new Promise((resolve) => (frame.onload = resolve));
  document.body.append(frame);
  await loaded;
  const inside = frame.contentWindow as Window & typeof globalThis;
  const violations: string[] = [];
  inside.document.addEventListener('securitypolicyviolation', ({ blockedURI }) => violations.push(blockedURI));

  const { audioWorklet } = new inside.AudioContext();
  const refused = (url: string) => audioWorklet.addModule(url).then(String, ({ name }: DOMException) => name);
  expect(await refused('/dist/undertone.worklet.js')).to.equal('AbortError');
  expect(await refused('/dist/missing.js')).to.equal('AbortError');
  // Of a script of the page's own it is told.
  const told = new Promise((resolve) => inside.document.addEventListener('securitypolicyviolation', resolve));
  inside.document.head.append(Object.assign(inside.document.createElement('script'), { src: '/dist/index.js' }));
  await told;
  expect(violations.map((url) => new URL(url).pathname)).to.deep.equal(['/dist/index.js']);
  frame.remove();
});
