/** The page of an entry's API, in Markdown, from the types that ship. */
import { readFileSync } from 'node:fs';
import { ENTRIES } from '../build/entries.mjs';
import { declarationsOf } from './declarations.mjs';
import { apiPageOf } from './pages.mjs';

/** In this order: what does something comes first. */
const KINDS = [
  ['function', 'Functions'],
  ['class', 'Classes'],
  ['interface', 'Interfaces'],
  ['type', 'Types'],
  ['const', 'Constants'],
];

const TAGS = { throws: 'Throws', returns: 'Returns', deprecated: 'Deprecated', defaultValue: 'Default', see: 'See' };

/** Needs the built package in `dist/`. @returns {{ params: { entry: string }, content: string }[]} as VitePress takes routes */
export function apiPages() {
  const entries = Object.keys(ENTRIES).map((entry) => ({
    entry,
    declarations: declarationsOf(readFileSync(`dist/${entry}.d.ts`, 'utf8')),
  }));
  return entries.map(({ entry, declarations }) => ({
    params: { entry: apiPageOf(entry).split('/').at(-1) },
    content: pageOf(entry, declarations, entries),
  }));
}

function pageOf(entry, declarations, entries) {
  const name = entry === 'index' ? 'undertone' : `undertone/${entry}`;
  const lines = [`# \`${name}\``, '', 'As the types that ship have it: shapes, units, ranges and errors.'];
  for (const [kind, title] of KINDS) {
    const ofKind = declarations.filter((one) => one.kind === kind && !(kind === 'interface' && isClass(one, declarations)));
    if (ofKind.length > 0) lines.push('', `## ${title}`);
    for (const declaration of merged(ofKind)) {
      lines.push('', `### ${declaration.name} {#${declaration.name}}`, ...describe(declaration));
      lines.push(...linksTo(declaration, entries, entry));
    }
  }
  return lines.join('\n');
}

/** Interfaces may add to a class. */
const isClass = ({ name }, declarations) => declarations.some((one) => one.kind === 'class' && one.name === name);

/** Overloads of a function stand together, and so do those of a method. */
function merged(declarations) {
  const names = [...new Set(declarations.map(({ name }) => name))];
  return names.map((name) => ({
    ...declarations.find((one) => one.name === name),
    overloads: declarations.filter((one) => one.name === name),
  }));
}

function describe({ name: ofName, kind, code, overloads }) {
  if (kind !== 'class') return overloads.flatMap((one) => ['', prose(one.doc), '', ...block(one.code)]);
  const [{ doc, members }] = overloads;
  const methods = merged(members).flatMap(({ name, overloads: all }) => [
    '',
    `#### \`${name}\` {#${ofName}-${name.replaceAll(/\W/g, '')}}`,
    ...all.flatMap((one) => ['', prose(one.doc), '', ...block(one.code)]),
  ]);
  return ['', prose(doc), '', ...block(code.split('\n', 1)[0].replace(/\{$/, '{ ... }')), ...methods];
}

/** More ticks than the comments in it have: those show examples. */
const block = (code) => ['````ts', code, '````'];

/** A doc comment in Markdown: its tags become words. */
function prose(doc) {
  return doc
    .replaceAll(/^@example\s*/gm, '')
    .replaceAll(/^@param (\w+)( -)? */gm, '\n`$1`: ')
    .replaceAll(/@(throws|returns|deprecated|defaultValue|see) */g, (_, tag) => `\n\n**${TAGS[tag]}:** `)
    .replaceAll(/\{@link ([^}|]+?)(?:\s*\|\s*([^}]+))?\}/g, (_, target, text) => `\`${text ?? target}\``)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Where the other names that a declaration mentions are explained. */
function linksTo({ name, overloads }, entries, here) {
  const words = new Set(overloads.flatMap(({ code }) => code.replaceAll(/\/\*\*.*?\*\//gs, '').match(/\b[A-Z]\w+/g) ?? []));
  words.delete(name);
  const links = [...words].flatMap((word) => {
    const home = homeOf(word, entries, here);
    return home ? [`[${word}](${home === here ? '' : `./${apiPageOf(home).split('/').at(-1)}.md`}#${word})`] : [];
  });
  return links.length > 0 ? ['', `Uses ${links.join(', ')}.`] : [];
}

function homeOf(word, entries, here) {
  const homes = entries.filter(({ declarations }) => declarations.some(({ name }) => name === word)).map(({ entry }) => entry);
  return homes.includes(here) ? here : homes[0];
}
