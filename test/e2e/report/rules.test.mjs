/** What a report says of a call whose windows are known: each figure was worked out by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHtml, ToneLog } from '../../../dist/report.js';
import { like, toneEvents } from '../../support/tone-events.mjs';

const model = { name: 'undertone-en-open', version: '0.10.1', licence: 'CC-BY-SA-4.0' };

const said = (label, times, speech = 2.5) => new Array(times).fill({ speech, recent: like(label) });

/** The report on recordings, each a list of events. */
function reportOn(...recordings) {
  const log = new ToneLog({ model });
  for (const event of recordings.flat()) log.add(event);
  return log.report();
}

/** A stand-in for a live stream, as no real one can be made to be overloaded on demand. */
function stream(id = 'a') {
  const listeners = {};
  return {
    id,
    state: 'loading',
    on(name, listener) {
      (listeners[name] ??= new Set()).add(listener);
      return () => listeners[name].delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners[name] ?? []) listener(event);
    },
    become(state) {
      this.emit('state', { id, state, previous: this.state });
      this.state = state;
    },
    get listeners() {
      return Object.values(listeners).reduce((sum, { size }) => sum + size, 0);
    },
  };
}

const turns = (...hops) => reportOn(toneEvents(hops.flat())).speakers[0].turningPoints;

test('a turning point is where the last 30 s changed and stayed for 10 s of speech', () => {
  const found = turns(
    said('neutral', 4),
    said('negative', 2), // 5 s: a flicker
    { speech: 2.5, recent: like('neutral', 0.5) },
    { speech: 2.5, recent: like('negative', 0.7) },
    said('negative', 2),
    { speech: 2.5, recent: like('negative', 0.8) },
  );
  assert.deepEqual(found, [
    { at: 20, from: 'neutral', to: 'negative', before: like('neutral', 0.5), after: like('negative', 0.8) },
  ]);
});

test('the first tone is no turning point, nor one that has no time to stay', () => {
  assert.deepEqual(turns(said('positive', 8), said('negative', 3)), []);
});

test('silence neither changes a tone nor lets it stay', () => {
  const silent = { speech: 0, recent: like('negative') };
  assert.deepEqual(turns(said('neutral', 4), said('negative', 1), new Array(10).fill(silent)), []);
  const found = turns(said('neutral', 4), said('negative', 2), new Array(10).fill(silent), said('negative', 2));
  assert.deepEqual(
    found.map(({ at }) => at),
    [12.5],
  );
});

test('talk time is the speech that was new in each window, and shares are of all of it', () => {
  const { speakers } = reportOn(
    toneEvents([{ speech: 2 }, { speech: 1 }, { speech: 0 }], { id: 'a' }),
    toneEvents([{ speech: 0.5 }, { speech: 0 }, { speech: 0.5 }], { id: 'b' }),
  );
  assert.deepEqual(
    speakers.map(({ name, talkSeconds, talkShare, end }) => [name, talkSeconds, talkShare, end]),
    [
      ['Speaker 1', 3, 0.75, 7.5],
      ['Speaker 2', 1, 0.25, 7.5],
    ],
  );
});

test('two spoke at once for at least what does not fit beside each other, and at most what the quieter one said', () => {
  const { overlaps } = reportOn(
    toneEvents([{ speech: 2 }, { speech: 1 }, { speech: 0 }], { id: 'call', channel: 0 }),
    toneEvents([{ speech: 1.5 }, { speech: 1 }, { speech: 2.5 }], { id: 'call', channel: 1 }),
  );
  const [{ least, most, speakers }] = overlaps;
  assert.deepEqual([speakers, Number(least.toFixed(9)), Number(most.toFixed(9))], [[0, 1], 1, 2.5]);
});

test('live speakers stand where the time of day puts them', () => {
  const origin = Date.UTC(2026, 10, 1, 12);
  const { startedAt, duration, speakers, overlaps } = reportOn(
    toneEvents([{ speech: 2.5 }, { speech: 2.5 }], { id: 'late', timeOrigin: origin + 1250 }),
    toneEvents([{ speech: 2.5 }], { id: 'early', timeOrigin: origin }),
  );
  assert.deepEqual([startedAt, duration], ['2026-11-01T12:00:00.000Z', 6.25]);
  assert.deepEqual(
    speakers.map(({ start, end, windows }) => [start, end, windows[0].end]),
    [
      [1.25, 6.25, 3.75],
      [0, 2.5, 2.5],
    ],
  );
  assert.deepEqual(overlaps, [{ speakers: [0, 1], least: 1.25, most: 1.25 }]);
});

test('what was not heard has its reason', () => {
  const log = new ToneLog({ model });
  const live = stream();
  log.attach(live, { name: 'Caller' });
  const events = toneEvents(
    [
      { speech: 2 }, //                                  0   to  2.5
      { speech: 0 }, //                                  2.5 to  5     nobody spoke
      { speech: 0, reason: 'too-quiet' }, //             5   to  7.5
      { speech: 0 }, //                                  7.5 to 10     muted
      { speech: 2, gap: 5 }, //          paused 10 to 15, 15   to 17.5
      { speech: 2, gap: 1 }, //             gap 17.5 to 18.5, to 21
      { speech: 2, skipped: 2.5 }, //  overload 21 to 23.5,   to 26
      { speech: 0 }, //                                  26  to 28.5   nobody spoke
      { speech: 0 }, //                                  28.5 to 31    nobody spoke
    ],
    { timeOrigin: 1e12 },
  );
  const before = {
    0: () => live.become('running'),
    3: () => live.become('muted'),
    4: () => {
      live.become('running');
      live.become('paused');
      live.become('running');
    },
    6: () => live.emit('overload', { id: 'a', reason: 'inference', droppedWindows: 1, droppedMs: 2500 }),
  };
  events.forEach((event, i) => {
    before[i]?.();
    live.emit('tone', event);
  });
  const [{ name, unheard, unheardSeconds, droppedWindows }] = log.report().speakers;
  assert.deepEqual(
    unheard.map(({ reason, from, to }) => [reason, from, to]),
    [
      ['no-speech', 2.5, 5],
      ['too-quiet', 5, 7.5],
      ['muted', 7.5, 10],
      ['paused', 10, 15],
      ['gap', 17.5, 18.5],
      ['overload', 21, 23.5],
      ['no-speech', 26, 31],
    ],
  );
  assert.deepEqual(unheardSeconds, { 'no-speech': 7.5, 'too-quiet': 2.5, muted: 2.5, paused: 5, gap: 1, overload: 2.5 });
  assert.deepEqual([name, droppedWindows], ['Caller', 1]);
});

test('what is lost of a moment where a source is replaced is in the sums, and has no row of its own', () => {
  const log = new ToneLog({ model });
  for (const event of toneEvents([{ speech: 2 }, { speech: 2, gap: 0.2 }, { speech: 2, gap: 0.7 }])) log.add(event);
  const [{ unheardSeconds }] = log.report().speakers;
  assert.equal(unheardSeconds.gap.toFixed(3), '0.900');
  const html = toHtml(log);
  assert.match(html, /<td>0\.9 s/);
  assert.match(html, /<td>0\.7 s/);
  assert.doesNotMatch(html, /<td>0\.2 s/);
});

test('one that is followed late begins where it is first heard', () => {
  const log = new ToneLog({ model });
  for (const event of toneEvents(new Array(100).fill({ speech: 2 })).slice(40)) log.add(event);
  const [{ start, unheard, talkSeconds }] = log.report().speakers;
  assert.deepEqual([start, unheard, talkSeconds], [97.5, [], 120]);
});

test('detach() stops following and keeps what was logged; forget() and a withdrawn consent erase it', () => {
  const log = new ToneLog({ model });
  const [one, two, three] = ['one', 'two', 'three'].map(stream);
  for (const live of [one, two, three]) {
    log.attach(live);
    live.emit('tone', toneEvents([{ speech: 1 }], { id: live.id, timeOrigin: 0 })[0]);
  }
  log.detach(one);
  one.emit('tone', toneEvents([{ speech: 1 }, { speech: 1 }], { id: 'one', timeOrigin: 0 })[1]);
  two.emit('revoke', { id: 'two' });
  assert.deepEqual(
    log.report().speakers.map(({ id, windows }) => [id, windows.length]),
    [
      ['one', 1],
      ['three', 1],
    ],
  );
  log.forget('three');
  assert.equal(log.report().speakers.length, 1);
  three.emit('tone', toneEvents([{ speech: 1 }, { speech: 1 }], { id: 'three', timeOrigin: 0 })[1]);
  log.add(toneEvents([{ speech: 1 }], { id: 'three', timeOrigin: 0 })[0]);
  assert.equal(three.listeners, 0, 'a stream that lives on holds nothing of what was forgotten');
  three.emit('revoke', { id: 'three' });
  assert.equal(log.report().speakers.length, 2, 'another speaker of this name stays');
  log.forget();
  assert.equal(log.report().speakers.length, 0);
});

test('a consent that is withdrawn after the end, or after detach(), erases as well', () => {
  const log = new ToneLog({ model });
  const [ended, left] = ['ended', 'left'].map(stream);
  for (const live of [ended, left]) {
    log.attach(live);
    live.emit('tone', toneEvents([{ speech: 1 }], { id: live.id, timeOrigin: 0 })[0]);
  }
  ended.emit('end', { id: 'ended', reason: 'stopped', summary: null });
  log.detach(left);
  assert.equal(log.report().speakers.length, 2);
  for (const live of [ended, left]) live.emit('revoke', { id: live.id });
  assert.deepEqual(log.report().speakers, []);
});

test('a stream whose track ends is followed on, since it may be given another', () => {
  const log = new ToneLog({ model });
  const live = stream();
  log.attach(live);
  live.emit('end', { id: 'a', reason: 'track-ended', summary: null });
  const [one, two] = toneEvents([{ speech: 1 }, { speech: 1 }], { id: 'a', timeOrigin: 0 });
  live.emit('tone', one);
  live.emit('end', { id: 'a', reason: 'stopped', summary: null });
  live.emit('tone', two);
  assert.equal(log.report().speakers[0].windows.length, 1);
});

test('mistakes are told with what to do', () => {
  assert.throws(() => new ToneLog(), { name: 'UndertoneError', code: 'bad-options', message: /capabilities\.model/ });
  const log = new ToneLog({ model });
  log.attach(stream('same'));
  assert.throws(() => log.attach(stream('same')), { code: 'bad-options', message: /"same"/ });
});
