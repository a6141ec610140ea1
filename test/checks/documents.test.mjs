/** What documents promise to hold. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { COMING, SIDEBAR } from '../../tools/docs/pages.mjs';

const read = (file) => readFile(file, 'utf8');
const guides = (await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);

const CODE = /^ {2}\| '([a-z-]+)'/gm;
const codes = [...(await read('src/errors.ts')).matchAll(CODE)].map(([, code]) => code);

/** Of `codes`, those without a section of their own that says what to do. */
function unexplained(text) {
  const sections = new Map(text.split(/^## /m).map((section) => [/^`([a-z-]+)`\n/.exec(section)?.[1], section]));
  return codes.filter((code) => !['**Means**', '**Do**'].every((part) => sections.get(code)?.includes(part)));
}

test('every code of an error has a section that says what it means and what to do', async () => {
  const text = await read('docs/troubleshooting.md');
  assert.ok(codes.length > 10);
  assert.deepEqual(unexplained(text), []);
  assert.deepEqual(unexplained(text.replace('## `csp-blocked`', '## A policy')), ['csp-blocked']);
});

test('the notice is the same wherever it stands', async () => {
  const documents = ['README.md', 'docs/consent.md', 'docs/security.md', 'models/MODEL_CARD.md'];
  const notices = await Promise.all(
    documents.map(async (document) => /^(> Ask before .*\n(?:> .*\n)*)/m.exec(await read(document))?.[1].replaceAll(/\s*\n> |\s+$/g, ' ')),
  );
  assert.match(notices[0], /Art\. 5\(1\)\(f\).*Art\. 50\(3\)/);
  for (const [i, notice] of notices.entries()) assert.equal(notice, notices[0], documents[i]);
});

test('every guide is in the sidebar, and nothing else is', () => {
  const linked = SIDEBAR.flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`));
  const listed = linked.filter((document) => /^docs\/[^/]+$/.test(document));
  assert.deepEqual(listed.sort(), guides.filter((guide) => !COMING.includes(guide)).sort());
});

test('what a block is marked with is known', async () => {
  for (const document of ['README.md', 'CONTRIBUTING.md', ...guides]) {
    const marks = [...(await read(document)).matchAll(/^```(\S+) +(.*)$/gm)].map(([, language, mark]) => `${language} ${mark}`);
    assert.deepEqual(
      marks.filter((mark) => mark !== 'ts run'),
      [],
      document,
    );
  }
});
