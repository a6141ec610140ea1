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
    for (const name of expected.map(nameOf)) answers.set(name, await session.answer(await clipSamples(name)));
    session.close();
  });
  after(() => undertone.close());

  it('is tried on ten clips', () => expect(expected).to.have.length(10));

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
