/** What a page that has lost its way may say to the worker, beside a stream that is to hear nothing of it. */
import fc from 'fast-check';
import { STATE_SIZE, tinyModel } from '/tools/stress/tiny-model.mjs';
import { ensure, within } from '../expect.js';
import { dropPeer, peer } from '../peer.js';
import { anything, cloneable, valueOf } from '../values.js';

const KEYS = ['a', 'b'];
const NAMES = ['answer', 'open', 'openRecording', 'attach', 'feed', 'setPaused', 'push', 'flush', 'close', 'nothing'];

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS).map((name) => ({ name })) },
  cloneable.map((value) => ({ value })),
);
const streamOptions = fc.record(
  {
    key,
    sampleRate: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ name: 16_000 }) },
      cloneable.map((value) => ({ value })),
    ),
    hopMs: fc.oneof(
      { weight: 3, arbitrary: fc.constant({ name: 500 }) },
      cloneable.map((value) => ({ value })),
    ),
    goesOn: fc.option(
      cloneable.map((value) => ({ value })),
      { nil: undefined },
    ),
  },
  { requiredKeys: ['key'] },
);
const samples = fc.oneof(
  fc.constant({ value: 'some samples' }),
  cloneable.map((value) => ({ value })),
);
const argument = fc.oneof(key, samples);
const call = fc.oneof(
  fc.record({ name: fc.constantFrom('open', 'openRecording'), options: streamOptions }),
  fc.record({ name: fc.constantFrom('push', 'feed'), args: fc.tuple(key, samples, argument) }),
  fc.record({ name: fc.constantFrom(...NAMES), args: fc.array(argument, { maxLength: 3 }) }),
);
const step = fc.constantFrom('constructor', '__proto__', 'toString', 'apply', 'push', 'polluted');
const message = fc.oneof(
  anything.map((value) => ({ value })),
  fc
    .record(
      {
        id: fc.constantFrom('x', 1, ''),
        type: fc.constantFrom('GET', 'SET', 'APPLY', 'CONSTRUCT', 'ENDPOINT', 'NONE'),
        path: fc.oneof(fc.array(step, { maxLength: 3 }), fc.constantFrom(5, 'text', null)),
        argumentList: fc.constantFrom(
          5,
          null,
          [null],
          [{ type: 'HANDLER', name: 'nobody' }],
          [{ type: 'RAW', value: 'return 1' }],
        ),
        value: fc.constantFrom(null, { type: 'RAW', value: 'polluted' }),
      },
      { requiredKeys: [] },
    )
    .map((raw) => ({ raw })),
);

const unwrap = (given) => ('value' in given ? valueOf(given.value) : given.name);

const argumentsOf = ({ options, args }) => {
  if (!options) return args.map(unwrap);
  const entries = Object.entries(options).filter(([, given]) => given !== undefined);
  return [Object.fromEntries(entries.map(([name, given]) => [name, unwrap(given)]))];
};

/** A crash, or a call that is never answered, throws. @returns the code, or what else became of it */
async function say(one, { name, ...rest }) {
  try {
    await one.ask(name, ...argumentsOf(rest));
    return 'right';
  } catch (error) {
    if (error.name === 'DataCloneError') return 'not cloneable';
    if (name === 'nothing') return 'no such call';
    ensure(error.name === 'UndertoneError', `${name}: ${error.name}: ${error.message} ${error.stack}`);
    return error.code;
  }
}

function post(one, { value, raw }) {
  try {
    one.worker.postMessage(raw ?? valueOf(value));
  } catch {
    // No message can carry it.
  }
}

let reference;
const scores = (events) =>
  JSON.stringify(events.map(({ type, result }) => [type, result?.end, result?.sentiment, result?.speech]));

export const toWorker = {
  arbitrary: fc.record({ calls: fc.array(call, { maxLength: 6 }), messages: fc.array(message, { maxLength: 3 }) }),
  async run({ calls, messages }) {
    const one = await peer();
    try {
      // Another kind of case may have left another model there.
      await one.start(tinyModel().buffer, STATE_SIZE);
      reference ??= scores(await one.hear('alone'));
      const codes = [];
      const heard = one.hear('witness');
      heard.catch(() => {});
      for (const each of messages) post(one, each);
      for (const each of calls) codes.push(await say(one, each));
      const told = scores(await within(20_000, heard, 'the other stream'));
      ensure(told === reference, `another stream heard ${told} for ${reference}`);
      const again = scores(await one.hear('witness'));
      ensure(again === reference, `a later stream heard ${again} for ${reference}`);
      await one.ask('answer');
      for (const name of KEYS) await one.ask('close', name);
      return codes.find((code) => code !== 'right') ?? 'right';
    } catch (error) {
      dropPeer();
      throw error;
    }
  },
};
