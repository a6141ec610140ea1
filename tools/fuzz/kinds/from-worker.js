/** What a worker that has lost its way may say to the page. */
import fc from 'fast-check';
import { PcmSource } from '/dist/index.js';
import { collecting, ensure, outcome, rightTone, typed } from '../expect.js';
import { cloneable } from '../values.js';
import { CONSENT, RATE, sound, tiny } from '../world.js';

const CODES = ['worker-crashed', 'model-invalid', 'inference-failed', 'closed', 'bad-source'];
const CALLS = ['start', 'open', 'attach', 'feed', 'push', 'flush', 'close', 'openRecording'];

/** How a call is answered; see hostile.worker.js. */
const answer = fc.oneof(
  cloneable.map((value) => ({ value })),
  cloneable.map((value) => ({ thrown: value })),
  cloneable.map((value) => ({ wire: value })),
  cloneable.map((value) => ({ undertone: value })),
  fc.constantFrom({ twice: true }, { late: true }, { stray: true }, { other: true }),
);
const field = fc.constantFrom(
  'start',
  'end',
  'freshStart',
  'sentiment',
  'speech',
  'activeSeconds',
  'freshActiveSeconds',
  'tooQuietSeconds',
  'gapSeconds',
  'timeOrigin',
  'provider',
  'inferenceMs',
);
const event = fc.oneof(
  cloneable.map((value) => ({ value })),
  fc.record({ type: fc.constantFrom('window', 'overload', 'error', 'nothing', '__proto__'), value: cloneable }),
  fc.record({ field, value: cloneable }),
  fc.constantFrom({ message: 'constructor' }, { message: '__proto__' }, { message: 'junk' }),
);

async function record(undertone) {
  const buffer = new AudioBuffer({ length: RATE, sampleRate: RATE });
  buffer.copyToChannel(sound(RATE), 0);
  const analysis = undertone.analyzeFile(buffer, { consent: CONSENT, hopMs: 500 });
  for await (const tone of analysis) rightTone(tone);
}

async function live(undertone) {
  const source = new PcmSource({ sampleRate: RATE });
  const stream = undertone.analyze(source, { consent: CONSENT, hopMs: 500 });
  const { wrong, check } = collecting();
  stream.on(
    'tone',
    check((tone) => rightTone(tone)),
  );
  stream.on(
    'overload',
    check(({ droppedMs, droppedWindows, reason }) =>
      ensure(
        droppedMs >= 0 && droppedWindows >= 0 && ['inference', 'capture'].includes(reason),
        `overload ${droppedMs} ${reason}`,
      ),
    ),
  );
  stream.on(
    'error',
    check((error) => typed(error, CODES)),
  );
  await outcome(['bad-source', 'closed'], () => source.write(sound(RATE)));
  await outcome(['closed'], () => stream.stop());
  if (wrong.length > 0) throw wrong[0];
}

export const fromWorker = {
  arbitrary: fc.record({
    answers: fc.dictionary(fc.constantFrom(...CALLS), answer, { maxKeys: 2 }),
    events: fc.array(event, { maxLength: 3 }),
  }),
  async run(plan) {
    const worker = `/tools/fuzz/hostile.worker.js?${encodeURIComponent(JSON.stringify(plan))}`;
    return outcome(CODES, async () => {
      const undertone = await tiny({ assets: { worker } });
      const { windowMs, threads, provider } = undertone.capabilities;
      try {
        ensure(
          Number.isFinite(windowMs) && Number.isInteger(threads) && provider === 'wasm',
          `capabilities ${provider} ${threads} ${windowMs}`,
        );
        await live(undertone);
        await record(undertone);
      } finally {
        await undertone.close();
      }
    });
  },
};
