import { expect } from 'chai';
import { createUndertone, LABELS, type Label, type Undertone } from 'undertone';
import { openSession, type Answer } from '../support/session.js';
import { clip, clipSamples } from '../support/audio.js';
import { CONSENT } from '../support/consent.js';
import { drain } from '../support/events.js';
import { shippedManifest } from '../support/model-files.js';

/** What the model answers in Python, and what a listener says where that is clear. */
interface Expected {
  file: string;
  sentiment: [number, number, number];
  speech: number;
  label: Label | null;
}

const TOLERANCE = 0.02;
const expected: Expected[] = await (await fetch('/test/clips/expected.json')).json();

/** A clip followed by silence to the end of the window. */
async function fullWindow(name: string): Promise<Float32Array> {
  const window = new Float32Array(80_000);
  window.set(await clipSamples(name));
  return window;
}

const nameOf = ({ file }: Expected) => file.replace('.wav', '');

describe('the shipped model', () => {
  let undertone: Undertone;
  let answers: Map<string, Answer>;
  let speechThreshold: number;

  before(async () => {
    speechThreshold = (await shippedManifest()).speechThreshold as number;
    undertone = await createUndertone();
    const session = await openSession();
    answers = new Map();
    for (const name of expected.map(nameOf)) {
      const [answer] = await session.follow(await clipSamples(name));
      answers.set(name, answer!);
    }
    session.close();
  });
  after(() => undertone.close());

  it('is tried on ten clips', () => expect(expected).to.have.length(10));

  it('adapts to the speaker of a stream, and starts anew with the next', async () => {
    const session = await openSession();
    const [first, second] = await Promise.all(['voice-neutral-mountains', 'spoken-negative-refund'].map(fullWindow));
    const [, adapted] = await session.follow(first!, second!);
    const [alone] = await session.follow(second!);
    const [again] = await session.follow(second!);
    session.close();
    expect(adapted!.sentiment[0]!).not.to.be.closeTo(alone!.sentiment[0]!, 1e-4);
    expect(adapted!.speech).to.equal(alone!.speech);
    expect(again!.sentiment).to.deep.equal(alone!.sentiment);
  });

  for (const entry of expected) {
    const { file, sentiment, speech, label } = entry;

    it(`answers here as in Python on ${file}`, () => {
      const answer = answers.get(nameOf(entry))!;
      expect(answer.speech).to.be.closeTo(speech, TOLERANCE);
      sentiment.forEach((probability, i) => expect(answer.sentiment[i]!, LABELS[i]).to.be.closeTo(probability, TOLERANCE));
    });

    if (label) {
      it(`calls ${file} ${label}`, async () => {
        const { sentiment: heard } = answers.get(nameOf(entry))!;
        expect(LABELS[heard.indexOf(Math.max(...heard))]).to.equal(label);
        const { events } = await drain(undertone.analyzeFile(await clip(nameOf(entry)), { consent: CONSENT, hopMs: 5000 }));
        expect(events[0]!.window.label).to.equal(speech >= speechThreshold ? label : null);
      });
    }
  }
});
