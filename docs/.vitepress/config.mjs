/** The site of the documents: `npm run docs` (tools/docs.mjs) builds it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { asOnGitHub } from '../../tools/docs/as-on-github.mjs';
import { EXCLUDED, REWRITES, SIDEBAR } from '../../tools/docs/pages.mjs';
import { PUBLIC } from '../../tools/docs/playgrounds.mjs';

const { description, homepage } = JSON.parse(readFileSync('package.json', 'utf8'));
const repository = homepage.replace(/#.*/, '');

const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%233451b2' stroke-width='2.2' stroke-linecap='round'><path d='M4 10v4M8 6v12M12 9v6M16 4v16M20 10v4'/></svg>";

export default {
  title: 'Undertone',
  description,
  lang: 'en',
  head: [['link', { rel: 'icon', href: ICON }]],
  // Documents are pages where they lie, README with them.
  srcDir: '..',
  srcExclude: EXCLUDED,
  rewrites: REWRITES,
  outDir: '../build/site',
  cacheDir: '../build/.vitepress',
  markdown: { config: (md) => md.use(asOnGitHub, { repository }) },
  vite: {
    publicDir: resolve(PUBLIC),
    // The root holds pages of tests and tools as well, which are none of the site's.
    optimizeDeps: { entries: [] },
    plugins: [
      {
        // The head above comes into served pages by script, when browsers have asked for an icon that is not there.
        name: 'icon-of-served-pages',
        apply: 'serve',
        transformIndexHtml: () => [{ tag: 'link', attrs: { rel: 'icon', href: ICON }, injectTo: 'head' }],
      },
    ],
  },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/docs/quick-start' },
      { text: 'API', link: '/docs/api/undertone' },
      { text: 'Playgrounds', link: '/docs/playgrounds' },
      // Not among the social links, whose icons served pages get from another origin.
      { text: 'GitHub', link: repository },
    ],
    sidebar: SIDEBAR,
    outline: [2, 3],
    search: { provider: 'local' },
    editLink: { pattern: `${repository}/edit/main/:path` },
    footer: { message: 'No audio leaves the page. Ask before you analyse.' },
  },
};
