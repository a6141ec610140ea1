import { Ledger } from './ledger.js';
import { patiently } from './patience.js';

const CONSENT = { subject: 'a generated voice', purpose: 'endurance test', obtainedAt: '2026-11-01' };

/** Codes that may come, or be thrown, when the script has done the worst. */
const OF_DISASTERS = ['worker-crashed', 'asset-load', 'context-blocked', 'bad-source', 'track-ended'];

/** Somebody on the call: a source, the stream that listens to it, and the account of what it gave. */
export class Person {
  /** @param {string[]} problems where what should not be is written */
  constructor(undertone, source, { name, hopMs, problems }) {
    this.name = name;
    this.problems = problems;
    this.source = source;
    this.paused = false;
    this.stream = undertone.analyze(source.given, { consent: CONSENT, hopMs });
    this.ledger = new Ledger(this.stream, name, problems);
    this.used = [source];
  }

  get over() {
    return this.ledger.ends > 0;
  }

  /** Whether its audio flows, so that tones must come. */
  get audible() {
    return !this.over && !['paused', 'suspended', 'ended'].includes(this.stream.state);
  }

  expectDisaster() {
    for (const code of OF_DISASTERS) this.ledger.expect(code);
  }

  /** Calls the stream; what it throws must be typed, and of a code that is due. */
  async ask(what, call, due = []) {
    try {
      return await patiently(`${this.name}: ${what}`, Promise.resolve(call(this.stream)));
    } catch (error) {
      const typed = error.name === 'UndertoneError' && (due.includes(error.code) || this.over);
      if (!typed) this.problems.push(`${this.name}: ${what} threw ${error.code ?? error.name}: ${error.message}`);
    }
  }

  async replace(source, due) {
    this.used.push(source);
    this.source = source;
    await this.ask('replace', (stream) => stream.replace(source.given), due);
  }

  /** The next `count` tones; fewer where the stream ends, or audio ceases to flow, meanwhile. */
  async listen(count) {
    for (let i = 0; i < count && this.audible; i++) {
      const off = [];
      const next = new Promise((resolve) => {
        off.push(this.stream.on('tone', resolve), this.stream.on('end', resolve));
        off.push(this.stream.on('state', () => this.audible || resolve()));
      });
      try {
        await patiently(`${this.name} in state ${this.stream.state}: tone ${this.ledger.tones + 1}`, next);
      } catch ({ message }) {
        this.problems.push(message);
        return;
      } finally {
        for (const remove of off) remove();
      }
    }
  }

  /** `end` comes once, and what was promised of it holds. */
  async leave(how = 'stop') {
    await this.ask(how, (stream) => stream[how]());
    const { ends } = this.ledger;
    const { state } = this.stream;
    // A track that ended gave an `end` of its own, which is the only one then.
    if (ends > 1 || state !== 'ended') this.problems.push(`${this.name}: after ${how}(), ${ends} ends and state ${state}`);
    for (const source of this.used) source.dispose();
  }
}
