/** Which documents of the repository are pages of the site, where each lies there, and in what order they are read. */
import { existsSync } from 'node:fs';
import { ENTRIES } from '../build/entries.mjs';

/**
 * Pages lie in the site where their documents lie in the repository, so that links between them are the same in both. What only
 * somebody with the repository at hand can use stays there alone.
 */
const DEVELOPERS = ['CONTRIBUTING.md', 'SECURITY.md', 'etc/', 'examples/', 'test/', 'build/', 'coverage/'];

/** As VitePress takes it. */
export const EXCLUDED = DEVELOPERS.map((path) => (path.endsWith('/') ? `${path}**` : path));

/** Whether a path from the repository's root is that of a page's document. */
export const isPage = (path) =>
  path.endsWith('.md') && existsSync(path) && !DEVELOPERS.some((excluded) => path.startsWith(excluded));

/** A folder's README is its index. */
export const REWRITES = { 'README.md': 'index.md', 'models/README.md': 'models/index.md' };

/** Where the API page of an entry lies. */
export const apiPageOf = (entry) => `docs/api/${entry === 'index' ? 'undertone' : entry}`;

const page = (text, document) => ({ text, link: `/${document}` });

export const SIDEBAR = [
  {
    text: 'Begin',
    items: [
      page('Overview', ''),
      page('Quick start', 'docs/quick-start'),
      page('Bundlers and frameworks', 'docs/hosts'),
      page('React, Vue, Svelte', 'docs/frameworks'),
      page('Playgrounds', 'docs/playgrounds'),
    ],
  },
  {
    text: 'Understand',
    items: [
      page('Events and what they mean', 'docs/events'),
      page('How to read a tone', 'docs/reading-a-tone'),
      page('Consent and law', 'docs/consent'),
      page('The life of a stream', 'docs/life-cycle'),
    ],
  },
  {
    text: 'Build',
    items: [
      page('Calls of other SDKs', 'docs/adapters'),
      page('Elements', 'docs/elements'),
      page('Reports', 'docs/report'),
      page('From Amazon Chime', 'docs/from-chime'),
      page('From @ricky0123/vad-web', 'docs/from-vad'),
    ],
  },
  {
    text: 'Run',
    items: [
      page('CSP and isolation', 'docs/policies'),
      page('Security and privacy', 'docs/security'),
      page('Performance', 'docs/performance'),
      page('How cost grows', 'docs/cost'),
      page('Troubleshooting', 'docs/troubleshooting'),
      page('What the package ships', 'docs/package'),
      page('A long day', 'docs/endurance'),
    ],
  },
  {
    text: 'Models',
    items: [
      page('Choose a model', 'docs/models'),
      page('Model card', 'models/MODEL_CARD'),
      page('Make it yours', 'models/docs/finetuning'),
      page('How they are made', 'models/'),
      page('The report', 'models/report/report'),
    ],
  },
  {
    text: 'API',
    collapsed: true,
    items: Object.keys(ENTRIES).map((entry) => page(entry === 'index' ? 'undertone' : `undertone/${entry}`, apiPageOf(entry))),
  },
  { text: 'Changes', items: [page('Changelog', 'CHANGELOG')] },
  { text: 'Develop it', items: [page('Architecture', 'ARCHITECTURE')] },
];
