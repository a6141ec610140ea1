/** What documents promise to hold. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { test } from 'node:test';
import { SIDEBAR } from '../../tools/docs/pages.mjs';

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

test('every code that the command line has of its own is among those of its table', async () => {
  const files = (await readdir('bin', { recursive: true })).filter((name) => name.endsWith('.mjs'));
  const sources = await Promise.all(files.map((name) => read(`bin/${name}`)));
  const told = sources.flatMap((source) => [...source.matchAll(/(?:\bcode: |\bfail\([^,()]+, |\.code \?\? )'([a-z-]+)'/g)]);
  const own = new Set(told.map(([, code]) => code).filter((code) => !codes.includes(code)));
  const [, table] = /^## Codes of `npx undertone analyze`$(.*?)^## /ms.exec(await read('docs/troubleshooting.md'));
  const listed = new Set([...table.matchAll(/^\| `([a-z-]+)`/gm)].map(([, code]) => code));
  assert.deepEqual(listed, own);
});

test('the notice is the same wherever it stands', async () => {
  const documents = ['README.md', 'docs/consent.md', 'docs/security.md', 'models/MODEL_CARD.md'];
  const notices = await Promise.all(
    documents.map(async (document) =>
      /^(> Ask before .*\n(?:> .*\n)*)/m.exec(await read(document))?.[1].replaceAll(/\s*\n> |\s+$/g, ' '),
    ),
  );
  assert.match(notices[0], /Art\. 5\(1\)\(f\).*Art\. 50\(3\)/);
  for (const [i, notice] of notices.entries()) assert.equal(notice, notices[0], documents[i]);
});

test('every guide is in the sidebar, and nothing else is', () => {
  const linked = SIDEBAR.flatMap(({ items }) => items.map(({ link }) => `${link.slice(1)}.md`));
  const listed = linked.filter((document) => /^docs\/[^/]+$/.test(document));
  assert.deepEqual(listed.sort(), guides.sort());
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

/** Of `text`, the relative links that lead to nothing: neither on GitHub nor, as what is there is a page or linked there, in the site. */
function deadLinks(document, text) {
  const prose = text.replaceAll(/^(`{3,})[^\n]*\n.*?^\1$/gms, '').replaceAll(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target);
  const relative = targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(document), target));
  return relative.filter((target) => !existsSync(target));
}

test('relative links of documents lead to what is there', async () => {
  const models = ['MODEL_CARD.md', 'README.md', 'docs/finetuning.md', 'docs/network.md', 'docs/stages.md', 'docs/notebook.md'];
  const others = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'examples/README.md'];
  for (const document of [...others, ...guides, ...models.map((name) => `models/${name}`)]) {
    assert.deepEqual(deadLinks(document, await read(document)), [], document);
  }
  assert.deepEqual(deadLinks('docs/x.md', 'A [link](no-such.md#part), [another](../README.md).'), ['docs/no-such.md']);
});
