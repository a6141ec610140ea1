/** The page in which `npm run soak` lets people call; its functions are called from tools/soak/soak.mjs. */
import { timers } from './wound-clock.js';
import { createUndertone } from '/dist/index.js';
import { patiently, waits } from './patience.js';
import { Person } from './person.js';
import { Studio } from './studio.js';

const MOST_PEOPLE = 4;

/** Tones that everybody gives before the call is over. */
const LAST_HOPS = 12;
/** Audio that passes before contexts are closed. */
const LAST_AUDIO_MS = 1500;

const ASSETS = { worker: '/tools/soak/wound.worker.js', worklet: '/tools/soak/wound.worklet.js' };
const crash = new BroadcastChannel('crash');
const recording = await (await fetch('/test/clips/spoken-positive-service.wav')).blob();

const { SharedArrayBuffer } = globalThis;
const total = {
  calls: 0,
  cycles: 0,
  instances: 0,
  recordings: 0,
  tones: 0,
  heard: 0,
  gaps: 0,
  dropped: 0,
  disasters: 0,
  aheadMs: 0,
};
let studio;
let undertone;
let transport;
let people = [];
let problems = [];
let doing = 'nothing';
let offline = false;
/** Whether the instance may have lost its worker for good. */
let shaken = false;

async function createInstance() {
  if (transport === 'port') delete globalThis.SharedArrayBuffer;
  try {
    const options = { model: { manifest: '/tools/stress/tiny.json' }, assets: ASSETS };
    undertone = await patiently('createUndertone()', createUndertone(options));
  } finally {
    globalThis.SharedArrayBuffer = SharedArrayBuffer;
  }
  total.instances++;
  shaken = false;
}

function settle(person) {
  people = people.filter((other) => other !== person);
  const { tones, heard, gaps, dropped } = person.ledger;
  for (const [name, value] of Object.entries({ tones, heard, gaps, dropped, cycles: 1 })) total[name] += value;
  total.aheadMs = Math.max(total.aheadMs, person.ledger.aheadMs);
}

async function leave(person, how) {
  await person.leave(how);
  settle(person);
}

/** Codes that calls may be refused with, after what the script has done. */
const due = () =>
  shaken || offline ? ['worker-crashed', 'asset-load', 'context-blocked', 'closed', 'bad-source', 'track-ended'] : [];

const toAll = (tell) => people.forEach(tell);

const actions = {
  async join({ source, hopMs }) {
    if (people.length >= MOST_PEOPLE) return;
    const name = `call ${total.calls}, person ${total.cycles + people.length} (${source.kind}, ${source.rate} Hz)`;
    const person = new Person(undertone, await studio.source(source), { name, hopMs, problems });
    if (shaken || offline) person.expectDisaster();
    people.push(person);
  },
  /** Short streams of one source, one after another. */
  async 'come and go'({ source, streams, moment, how }) {
    const given = await studio.source(source);
    // Whoever leaves lets go of nothing that the next one hears.
    const lent = Object.create(given, { dispose: { value() {} } });
    for (let i = 0; i < streams; i++) {
      const name = `call ${total.calls}, short stream ${i} (${source.kind}, ${source.rate} Hz), which ends ${moment}`;
      const person = new Person(undertone, lent, { name, hopMs: 500, problems });
      if (shaken || offline) person.expectDisaster();
      if (moment === 'while it loads') await Promise.resolve();
      if (moment === 'after a tone') await person.listen(1);
      await leave(person, how);
    }
    given.dispose();
  },
  leave: (person) => leave(person, 'stop'),
  'withdraw consent': (person) => leave(person, 'revoke'),
  async pause(person) {
    person.paused = true;
    await person.ask('pause', (stream) => stream.pause());
  },
  async resume(person) {
    person.paused = false;
    await person.ask('resume', (stream) => stream.resume());
  },
  mute(person) {
    if (person.source.track) person.source.track.enabled = false;
  },
  unmute(person) {
    if (person.source.track) person.source.track.enabled = true;
  },
  'swap tracks'(person) {
    if (person.source.kind !== 'stream') return;
    // Chromium tells of the track's end before it tells of the other one.
    person.ledger.expect('track-ended');
    person.source.swap();
  },
  replace: async (person, { source }) => person.replace(await studio.source(source), due()),
  async 'track ends'(person, { source }) {
    if (!person.source.end) return;
    person.ledger.expect('track-ended');
    const ended = new Promise((resolve) => person.stream.on('end', resolve));
    person.source.end();
    if (person.audible)
      await patiently(`${person.name}: the end of a track`, ended).catch(({ message }) => problems.push(message));
    await person.replace(await studio.source(source), due());
  },
  scene: (person, { scene }) => person.source.setScene(scene),
  async suspend({ rate }) {
    const context = studio.contexts().find((other) => other.sampleRate === rate);
    if (context?.state === 'running') await patiently('suspend()', context.suspend());
  },
  async wake() {
    const asleep = studio.contexts().filter(({ state }) => state === 'suspended');
    await Promise.all(asleep.map((context) => patiently('resume()', context.resume())));
  },
  async recording() {
    if (shaken || offline) return;
    const consent = { subject: 'a generated voice', purpose: 'endurance test', obtainedAt: '2026-11-01' };
    const { windows } = await patiently('a recording', undertone.analyzeFile(recording, { consent }).summary);
    if (windows === 0) problems.push('a recording has no window');
    total.recordings++;
  },
  background: () => patiently('background', globalThis.host('background')),
  listen: (person, { hops }) => person.listen(hops),
  'worker dies'() {
    shaken = true;
    toAll((person) => person.expectDisaster());
    crash.postMessage(null);
  },
  async 'cache is evicted'() {
    const names = await patiently('caches.keys()', caches.keys());
    await patiently('caches.delete()', Promise.all(names.map((name) => caches.delete(name))));
  },
  async 'network is gone'() {
    offline = true;
    toAll((person) => person.expectDisaster());
    await patiently('offline', globalThis.host('offline'));
  },
  async 'network is back'() {
    await patiently('online', globalThis.host('online'));
    offline = false;
  },
  async 'app closes a context'({ rate }) {
    toAll((person) => person.expectDisaster());
    const context = studio.contexts().find((other) => other.sampleRate === rate);
    if (context && context.state !== 'closed') await patiently('the close() of a context', context.close());
  },
};

const DISASTERS = ['worker dies', 'cache is evicted', 'network is gone', 'app closes a context'];

async function act(action) {
  if ('who' in action) {
    const person = people[action.who % Math.max(1, people.length)];
    if (!person) return;
    if (person.over) return leave(person, 'stop');
    await actions[action.do](person, action);
  } else await actions[action.do](action);
  if (DISASTERS.includes(action.do)) total.disasters++;
}

/** Whoever can be heard is heard for a while more, and everybody leaves. */
async function hangUp() {
  await actions['network is back']();
  await actions.wake();
  for (const person of people) if (person.paused && !person.over) await actions.resume(person);
  await Promise.all(people.map((person) => person.listen(LAST_HOPS)));
  await Promise.all(people.map((person) => leave(person, 'stop')));
}

globalThis.soak = {
  async open(options) {
    ({ transport } = options);
    studio = new Studio();
    await createInstance();
  },

  /** Lets people call as the script says; returns what should not have been. */
  async call(script) {
    problems = [];
    for (const [i, action] of script.entries()) {
      doing = `call ${total.calls}, action ${i} (${action.do})`;
      try {
        await act(action);
      } catch (error) {
        problems.push(`${doing}: ${error.stack ?? error}`);
      }
    }
    doing = `call ${total.calls}, everybody hangs up`;
    await hangUp();
    if (shaken) {
      await patiently('close', undertone.close());
      await createInstance();
    }
    total.calls++;
    return problems;
  },

  async close() {
    await patiently('close', undertone.close());
    // Chromium keeps a context that is closed before its worklets have heard that they are over: let audio pass.
    await new Promise((resolve) => setTimeout(resolve, LAST_AUDIO_MS));
    await patiently('the close() of all contexts', studio.close());
    studio = undertone = undefined;
  },

  state: () => ({ total, timers: timers.size }),

  /** What is done at the moment, and what that waits for. */
  doing: () => [doing, ...Array.from(waits, ({ what }) => what)].join('; '),
};
