import { defineElements } from 'undertone/elements';
import { element } from './dom.js';

const PAGES = [
  { path: 'file', name: 'File' },
  { path: 'microphone', name: 'Microphone' },
  { path: 'call', name: 'Call' },
  { path: 'agent-assist', name: 'Agent assist' },
];

const BRAND_ICON =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" aria-hidden="true"><path d="M4 10v4M8 6v12M12 9v6M16 4v16M20 10v4"/></svg>';

const NOTICE =
  'Ask before you analyse, and do not use the result for decisions with legal or similarly significant effect, such as employment, housing or credit. In the EU, inferring the emotions of workers from their voice is banned at the workplace (AI Act, Art. 5(1)(f)); where it is allowed, people must be told (Art. 50(3)).';

/**
 * Adds what all pages share: Undertone's elements, the header with the way to the other pages, and the footer with privacy and notice.
 * @param way from the page to the folder of all. By the script's own address it would not be found: bundlers move scripts
 */
export function mountShell(way = '../'): void {
  defineElements();
  const root = new URL(way, location.href);
  const here = location.pathname.replace(/index\.html$/, '');
  const brand = element('a', { class: 'brand', href: root.href, innerHTML: BRAND_ICON }, 'Undertone');
  const links = PAGES.map(({ path, name }) => {
    const url = new URL(`${path}/`, root);
    const current = url.pathname === here ? { 'aria-current': 'page' } : {};
    return element('li', {}, element('a', { href: url.href, ...current }, name));
  });
  document.body.prepend(
    element('a', { class: 'skip', href: '#main' }, 'Skip to content'),
    element('header', { class: 'site-header' }, brand, element('nav', { 'aria-label': 'Examples' }, element('ul', {}, ...links))),
  );
  document.body.append(
    element(
      'footer',
      { class: 'site-footer' },
      element('p', {}, element('strong', {}, 'No audio leaves this page.'), ' The model runs in it, and nothing is recorded.'),
      element('p', {}, NOTICE),
    ),
  );
}
