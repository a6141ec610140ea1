/** What a declaration file of the package declares, one object for each name. Relies on how API Extractor lays such files out. */

/** Between two declarations is an empty line, and none is within one but in comments, whose lines begin with a space. */
const BETWEEN = /\n\n(?=\S)/;
const DECLARATION =
  /^(?:\/\*\*(?<doc>.*?)\*\/\s*)?(?<code>(?:export )?(?:declare )?(?:abstract )?(?<kind>class|interface|function|type|const) (?<name>\w+).*)$/s;
const MEMBER = /^(?: {4}\/\*\*(?<doc>(?:(?!\*\/).)*)\*\/\n)?(?<code> {4}(?! |\}|\/\*)[^\n]*?(?:;|\{\n.*?\n {4}\}[^\n]*;)?)$/gms;
const HIDDEN = /^ {4}(#private|private |protected )/;

/**
 * @param {string} text of a `.d.ts` file
 * @returns {{ name: string, kind: string, doc: string, code: string, members: { name: string, doc: string, code: string }[] }[]}
 *   `doc` as it stands in the comment, without its stars; `members` of classes, in their order
 */
export function declarationsOf(text) {
  return text
    .replaceAll('\r\n', '\n')
    .split(BETWEEN)
    .map((part) => DECLARATION.exec(part.trim())?.groups)
    .filter((found) => found && found.name !== '_')
    .map(({ name, kind, doc, code }) => ({
      name,
      kind,
      doc: withoutStars(doc),
      code: code.replace(/^export /, '').replace(/^declare /, ''),
      members: kind === 'class' ? membersOf(code) : [],
    }));
}

function membersOf(code) {
  return [...code.matchAll(MEMBER)]
    .map(({ groups }) => ({ doc: withoutStars(groups.doc), code: groups.code }))
    .filter(({ doc, code }) => !HIDDEN.test(code) && !doc.startsWith('@internal'))
    .map(({ doc, code }) => ({ name: nameOf(code), doc, code: code.replaceAll(/^ {4}/gm, '') }));
}

/** `[Symbol.asyncIterator]` or `analyze`: the first name after what may stand before it. */
function nameOf(code) {
  return /^ {4}(?:(?:static|readonly|abstract|override|get|set|accessor) )*([\w$]+|\[[^\]]+\])/.exec(code)?.[1] ?? code.trim();
}

function withoutStars(doc = '') {
  return doc.replaceAll(/^ *\* ?/gm, '').trim();
}
