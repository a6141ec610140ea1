/** What the four elements say of a stream, and what they keep of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browseElements } from '../../runner/elements-page.mjs';
import { eventually } from '../../support/eventually.mjs';

const STATES = ['loading', 'running', 'no-speech', 'muted', 'recovering', 'suspended', 'paused', 'ended'];

let chromium;
before(async () => {
  chromium = await browseElements();
});
after(() => chromium.close());

const onElements = (use) => chromium.onElements(use);

test('silence is not neutral: in each state without speech there is no label, and it is said why', () =>
  onElements(async (page) => {
    const told = await page.evaluate(async (states) => {
      const badge = document.querySelector('undertone-badge');
      const { stream, setState, tell } = globalThis.puppet();
      badge.stream = stream;
      tell('tone', { ...globalThis.toneEvent(0), recent: globalThis.estimate(5, [0.6, 0.3, 0.1]) });
      const said = {};
      for (const state of states) {
        setState(state);
        await Promise.resolve();
        const [name, detail] = ['label', 'detail'].map((part) => badge.shadowRoot.querySelector(`[part=${part}]`).textContent);
        said[state] = { name, detail };
      }
      return said;
    }, STATES);
    const { running, ended, ...without } = told;
    assert.deepEqual([running.name, ended.name], ['Negative', 'Negative']);
    const names = Object.values(without).map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { name, detail } of Object.values(without)) {
      assert.doesNotMatch(name, /Negative|Neutral|Positive/);
      assert.match(detail, /^Before: Negative/);
    }
  }));

test('too quiet, too little and a failure are told apart', () =>
  onElements(async (page) => {
    const told = await page.evaluate(async () => {
      const badge = document.querySelector('undertone-badge');
      badge.removeAttribute('label');
      const { stream, setState, tell } = globalThis.puppet();
      badge.stream = stream;
      setState('running');
      const empty = globalThis.estimate(5);
      const say = async () => {
        await Promise.resolve();
        return badge.shadowRoot.querySelector('[part=label]').textContent;
      };
      tell('tone', { ...globalThis.toneEvent(0), recent: empty, window: empty });
      const little = await say();
      tell('tone', { ...globalThis.toneEvent(0), recent: empty, window: { ...empty, reason: 'too-quiet' } });
      const quiet = await say();
      tell('end', { id: 'caller', reason: 'failed', summary: null, error: { code: 'worker-crashed' } });
      return [little, quiet, await say()];
    });
    assert.deepEqual(told, ['Not enough speech', 'Too quiet to judge', 'The analysis failed (worker-crashed)']);
  }));

test('a badge that wavers announces the last word, once', () =>
  onElements(async (page) => {
    const announced = await page.evaluate(async () => {
      const badge = document.querySelector('undertone-badge');
      badge.setAttribute('announce', '0.2');
      const region = badge.shadowRoot.querySelector('[aria-live]');
      const heard = [];
      const told = new Promise((resolve) => {
        new MutationObserver(() => {
          if (region.textContent) heard.push(region.textContent);
          if (region.textContent.includes('Neutral')) resolve();
        }).observe(region, { childList: true, characterData: true, subtree: true });
      });
      for (const tone of ['positive', 'negative', 'positive', 'negative', 'neutral']) {
        badge.setAttribute('label', tone);
        await Promise.resolve();
      }
      // A new strength is no news.
      badge.setAttribute('strength', '0.9');
      await told;
      return heard;
    });
    assert.deepEqual(announced, ['Caller: Neutral']);
  }));

test('a badge says nothing of pauses between sentences, and of what keeps the tone away it does', () =>
  onElements(async (page) => {
    const announced = await page.evaluate(async () => {
      const badge = document.querySelector('undertone-badge');
      badge.removeAttribute('label');
      badge.setAttribute('announce', '0');
      const { stream, setState, tell } = globalThis.puppet();
      badge.stream = stream;
      const region = badge.shadowRoot.querySelector('[aria-live]');
      const heard = [];
      new MutationObserver(() => region.textContent && heard.push(region.textContent)).observe(region, { childList: true });
      const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
      await turn();
      for (const state of ['running', 'no-speech', 'running', 'no-speech', 'running', 'muted', 'running']) {
        setState(state);
        if (state === 'running') tell('tone', globalThis.toneEvent(0));
        await turn();
      }
      return heard;
    });
    assert.deepEqual(announced, ['Caller: Neutral', 'Caller: Muted: no audio arrives', 'Caller: Neutral']);
  }));

test('elements that leave the page stop listening, and go on where they are put', () =>
  onElements(async (page) => {
    const counts = await page.evaluate(async () => {
      const main = document.querySelector('main');
      const elements = ['badge', 'meter', 'timeline'].map((name) => document.querySelector(`undertone-${name}`));
      const { stream, listeners, tell } = globalThis.puppet();
      for (const element of elements) element.stream = stream;
      const shown = listeners();
      for (const element of elements) main.prepend(element);
      const moved = listeners();
      tell('tone', globalThis.toneEvent(0));
      await Promise.resolve();
      const drawn = document.querySelector('undertone-timeline').events.length;
      for (const element of elements) element.remove();
      const removed = listeners();
      main.append(...elements);
      for (const element of elements) element.stream = null;
      return { moved: moved === shown && shown > 0, drawn, removed, without: listeners() };
    });
    assert.deepEqual(counts, { moved: true, drawn: 1, removed: 0, without: 0 });
  }));

test('an element that is moved to another window is styled there', () =>
  onElements(async (page) => {
    const displays = await page.evaluate(() => {
      const badge = document.querySelector('undertone-badge');
      const part = badge.shadowRoot.querySelector('[part~=badge]');
      const before = getComputedStyle(part).display;
      const other = open('about:blank');
      other.document.body.append(badge);
      const after = other.getComputedStyle(part).display;
      other.close();
      return [before, after];
    });
    assert.deepEqual(displays, ['flex', 'flex']);
  }));

test('what is withdrawn is shown nowhere any more, also where an element was away', () =>
  onElements(async (page) => {
    const left = await page.evaluate(async () => {
      const [badge, timeline, consent] = ['badge', 'timeline', 'consent'].map((name) =>
        document.querySelector(`undertone-${name}`),
      );
      badge.removeAttribute('label');
      const { stream, tell } = globalThis.puppet();
      badge.stream = timeline.stream = stream;
      consent.stream = stream;
      tell('tone', globalThis.toneEvent(0));
      const away = timeline.parentElement;
      timeline.remove();
      await consent.revoke();
      away.append(timeline);
      return { estimate: badge.estimate, events: timeline.events.length, revoked: stream.revoked, records: consent.records };
    });
    assert.deepEqual(left, { estimate: null, events: 0, revoked: 1, records: null });
    await page.locator('undertone-badge [part=label]', { hasText: 'Consent withdrawn' }).waitFor();
  }));

test('a badge keeps its height while somebody pauses', () =>
  onElements(async (page) => {
    const heights = await page.evaluate(async () => {
      const badge = document.querySelector('undertone-badge');
      badge.removeAttribute('label');
      const { stream, tell, setState } = globalThis.puppet();
      badge.stream = stream;
      const heights = [];
      for (const state of ['running', 'no-speech', 'muted', 'running']) {
        setState(state);
        if (state === 'running') tell('tone', globalThis.toneEvent(0));
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        heights.push(badge.getBoundingClientRect().height);
      }
      return heights;
    });
    assert.ok(heights[0] > 0);
    assert.deepEqual(
      heights,
      heights.map(() => heights[0]),
    );
  }));

test('what is withdrawn after the end is shown nowhere any more', () =>
  onElements(async (page) => {
    const left = await page.evaluate(async () => {
      const [badge, timeline] = ['badge', 'timeline'].map((name) => document.querySelector(`undertone-${name}`));
      badge.removeAttribute('label');
      const { stream, tell } = globalThis.puppet();
      badge.stream = timeline.stream = stream;
      tell('tone', globalThis.toneEvent(0));
      tell('end', { id: 'caller', reason: 'stopped', summary: stream.summary });
      const before = timeline.events.length;
      await stream.revoke();
      return { before, estimate: badge.estimate, events: timeline.events.length };
    });
    assert.deepEqual(left, { before: 1, estimate: null, events: 0 });
    await page.locator('undertone-badge [part=label]', { hasText: 'Consent withdrawn' }).waitFor();
  }));

test('a consent whose streams the app itself revokes says that it was withdrawn', () =>
  onElements(async (page) => {
    const seen = await page.evaluate(async () => {
      const consent = document.querySelector('undertone-consent');
      const record = { subject: 'Caller', purpose: 'tests', obtainedAt: '2026-11-01' };
      const [one, other] = [globalThis.puppet(), globalThis.puppet()];
      const told = [];
      consent.addEventListener('undertone-revoke', ({ detail }) => told.push(detail.records));
      consent.records = [record];
      consent.streams = [one.stream, other.stream];
      await one.stream.revoke();
      const before = told.length;
      await other.stream.revoke();
      return { before, records: consent.records, told, left: one.listeners() + other.listeners() };
    });
    const record = { subject: 'Caller', purpose: 'tests', obtainedAt: '2026-11-01' };
    assert.deepEqual(seen, { before: 0, records: null, told: [[record]], left: 0 });
    await page.getByText('Consent was withdrawn.').waitFor();
  }));

test('a real stream is shown: level, speech and a tone', () =>
  chromium.onElements(async (page) => {
    await page.evaluate(async () => {
      const { createUndertone } = await import('/dist/index.js');
      const undertone = await createUndertone();
      const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [badge, meter, timeline] = ['badge', 'meter', 'timeline'].map((name) => document.querySelector(`undertone-${name}`));
      badge.removeAttribute('label');
      meter.source = microphone;
      const consent = { subject: 'Caller', purpose: 'tests', obtainedAt: 0 };
      badge.stream = meter.stream = timeline.stream = undertone.analyze(microphone, { consent, hopMs: 500 });
    });
    await page.locator('undertone-badge [part~=badge]:is([part~=positive], [part~=neutral], [part~=negative])').waitFor();
    await page.locator('[part=level-value]', { hasText: /-\d+ dB/ }).waitFor();
    await page.locator('[part=speech-value]', { hasText: '%' }).waitFor();
    await eventually(async () => {
      assert.ok((await page.evaluate(() => document.querySelector('undertone-timeline').events.length)) > 1);
    });
  }, "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"));
