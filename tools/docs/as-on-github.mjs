/** What documents mean on GitHub, they mean in the site, too. */
import { existsSync, statSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { isPage, REWRITES } from './pages.mjs';

const ELSEWHERE = /^([a-z]+:|\/\/|#)/;
const PLAYGROUND = /^examples(\/[\w-]+)?\/?$/;

/**
 * For markdown-it: links to the repository's files lead to pages, playgrounds or the repository, and code is no template of Vue.
 * @param {{ repository: string }} options its address
 */
export function asOnGitHub(md, { repository }) {
  md.core.ruler.push('as-on-github', ({ env, tokens }) => {
    const folder = posix.dirname(relative('.', env.realPath ?? env.path).replaceAll('\\', '/'));
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'code_inline') token.attrSet('v-pre', '');
      if (token.type !== 'link_open' || ELSEWHERE.test(token.attrGet('href'))) continue;
      const [path, anchor = ''] = token.attrGet('href').split(/(?=#)/);
      for (const [name, value] of Object.entries(leadTo(posix.join(folder, path), folder, anchor))) token.attrSet(name, value);
    }
  });

  /** Attributes of a link to `target`, a path of the repository. What is not there stays dead: VitePress says in which document. */
  function leadTo(target, folder, anchor) {
    if (isPage(target)) return { href: posix.relative(folder, REWRITES[target] ?? target) + anchor };
    // The site's own router takes links without a target, and knows pages alone.
    if (PLAYGROUND.test(target)) return { href: posix.relative(folder, posix.join(target, 'index.html')), target: '_self' };
    if (existsSync(target)) return { href: `${repository}/${statSync(target).isDirectory() ? 'tree' : 'blob'}/main/${target}` };
    return {};
  }
}
