/** The meter: what it says of a stream, what it measures, and what it refuses to. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browseElements } from '../../runner/elements-page.mjs';

let chromium;
before(async () => {
  chromium = await browseElements();
});
after(() => chromium.close());

const onElements = (use) => chromium.onElements(use);

test('a meter says whether somebody speaks now, and no tone', () =>
  onElements(async (page) => {
    const told = await page.evaluate(async () => {
      const meter = document.querySelector('undertone-meter');
      const { stream, setState, tell } = globalThis.puppet();
      meter.stream = stream;
      setState('running');
      const said = [];
      for (const speaking of [true, false]) {
        tell('speech', { id: 'caller', speaking, probability: Number(speaking), at: 5 });
        tell('tone', globalThis.toneEvent(0));
        await Promise.resolve();
        said.push(meter.shadowRoot.querySelector('[part=state]').textContent);
      }
      return said;
    });
    assert.deepEqual(told, ['Someone speaks', 'Nobody speaks']);
  }));

test('a meter measures how loud a stream or a node is', () =>
  onElements(async (page) => {
    await page.evaluate(async () => {
      const context = new AudioContext();
      await context.resume();
      const tone = new OscillatorNode(context);
      const quieter = new GainNode(context, { gain: 0.1 });
      const destination = context.createMediaStreamDestination();
      tone.connect(quieter).connect(destination);
      tone.start();
      Object.assign(globalThis, { stream: destination.stream, node: quieter });
    });
    // A tenth of full scale is -20 dB at its peak, and 3 dB less on average.
    for (const source of ['stream', 'node']) {
      await page.evaluate((name) => (document.querySelector('undertone-meter').source = globalThis[name]), source);
      await page.waitForFunction(() => Math.abs(document.querySelector('undertone-meter').level + 23) < 1);
    }
  }));

/** Sources of every kind that nothing can be measured of, and a tone that can; for the page. */
async function makeSources() {
  const context = new AudioContext();
  await context.resume();
  const tone = new OscillatorNode(context);
  const destination = context.createMediaStreamDestination();
  tone.connect(destination);
  tone.start();
  const closed = new AudioContext();
  const node = new GainNode(closed);
  await closed.close();
  const [video] = document.createElement('canvas').captureStream().getVideoTracks();
  const refused = { empty: new MediaStream(), video, 'video alone': new MediaStream([video]), closed: node, text: 'microphone' };
  Object.assign(globalThis, { good: destination.stream, refused });
  globalThis.codeOf = (act) => {
    try {
      act();
    } catch (error) {
      return error.code;
    }
  };
}

const levels = (page) => page.waitForFunction(() => document.querySelector('undertone-meter').level > -10);

test('a source that a meter cannot measure is refused with what to give, and the one before is measured on', () =>
  onElements(async (page) => {
    await page.evaluate(makeSources);
    await page.evaluate(() => (document.querySelector('undertone-meter').source = globalThis.good));
    await levels(page);
    const told = await page.evaluate(() => {
      const meter = document.querySelector('undertone-meter');
      const away = document.createElement('undertone-meter');
      const codes = Object.entries(globalThis.refused).flatMap(([kind, source]) => [
        [kind, globalThis.codeOf(() => (meter.source = source)), meter.source === globalThis.good],
        [kind, globalThis.codeOf(() => (away.source = source)), away.source === null],
      ]);
      let message;
      try {
        meter.source = new MediaStream();
      } catch (error) {
        message = error.message;
      }
      meter.level = null;
      return { codes, message };
    });
    assert.deepEqual(
      told.codes,
      ['empty', 'video', 'video alone', 'closed', 'text'].flatMap((kind) => Array(2).fill([kind, 'bad-source', true])),
    );
    assert.match(told.message, /MediaStream or a track with audio/);
    await levels(page);
    await page.evaluate(() => (document.querySelector('undertone-meter').source = undefined));
    await page.locator('undertone-meter [part=level]').waitFor({ state: 'hidden' });
  }));

test('a source that lost its audio while the meter was away is reported, shown as unknown, and can be set again', () =>
  onElements(async (page) => {
    await page.evaluate(makeSources);
    const told = await page.evaluate(async () => {
      const reported = [];
      addEventListener('error', (event) => {
        reported.push(event.error.code);
        event.preventDefault();
      });
      const meter = document.querySelector('undertone-meter');
      const main = meter.parentElement;
      meter.remove();
      meter.level = null;
      meter.source = globalThis.good;
      const [track] = globalThis.good.getAudioTracks();
      globalThis.good.removeTrack(track);
      main.append(meter);
      await Promise.resolve();
      const shown = meter.shadowRoot.querySelector('[part=level-value]').textContent;
      globalThis.good.addTrack(track);
      meter.source = globalThis.good;
      return { reported, shown };
    });
    assert.deepEqual(told, { reported: ['bad-source'], shown: '–' });
    await levels(page);
  }));

test('a source that is refused when the element is defined is reported, and the element works', () =>
  onElements(async (page) => {
    const told = await page.evaluate(async () => {
      const reported = [];
      addEventListener('error', (event) => {
        reported.push(event.error.code);
        event.preventDefault();
      });
      // A property of its own, as it is set before the element is defined, and another behind it.
      const meter = document.createElement('undertone-meter');
      for (const [name, value] of [
        ['source', new MediaStream()],
        ['level', -20],
      ])
        Object.defineProperty(meter, name, { value, configurable: true, enumerable: true, writable: true });
      document.querySelector('main').append(meter);
      await Promise.resolve();
      return { reported, source: meter.source, shown: meter.shadowRoot.querySelector('[part=level-value]').textContent };
    });
    assert.deepEqual(told, { reported: ['bad-source'], source: null, shown: '-20 dB' });
  }));
