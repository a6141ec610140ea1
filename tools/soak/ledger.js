import { FACTOR } from './factor.js';

const ROUNDING = 1e-3;

/** Keeps account of one stream: each second is in an estimate, told as dropped, or told as a gap. */
export class Ledger {
  heard = 0;
  gaps = 0;
  dropped = 0;
  tones = 0;
  ends = 0;
  /** By how much the latest time that was told lay after its own, in real ms: each stall of the machine counts FACTOR times. */
  aheadMs = 0;
  #problems;
  #name;
  #until = 0;
  /** Seconds that were told as dropped, and that no window has been missing yet. */
  #told = 0;
  #expected = new Set();

  /** @param {string[]} problems where what should not be is written */
  constructor(stream, name, problems) {
    this.#name = name;
    this.#problems = problems;
    for (const event of ['tone', 'speech', 'state', 'overload', 'error', 'end']) {
      stream.on(event, () => this.ends > 0 && this.#say(`"${event}" came after the end`));
    }
    stream.on('tone', (event) => this.#count(event));
    stream.on('overload', ({ droppedMs }) => {
      this.dropped += droppedMs / 1000;
      this.#told += droppedMs / 1000;
    });
    stream.on('error', (error) => {
      const known = error.name === 'UndertoneError' && this.#expected.has(error.code);
      if (!known) this.#say(`error ${error.code ?? error}: ${error.message}`);
    });
    stream.on('end', ({ reason }) => {
      if (reason !== 'track-ended') this.ends++;
      if (reason === 'failed' && this.#expected.size === 0) this.#say('it failed');
    });
  }

  /** An error of this code is due from now on, for a reason of the script's. */
  expect(code) {
    this.#expected.add(code);
  }

  #count({ window: { start, end }, gapSeconds, timeOrigin }) {
    this.tones++;
    const missing = Math.max(0, start - this.#until - gapSeconds);
    if (this.tones > 1 && missing > this.#told + ROUNDING) {
      this.#say(
        `${missing.toFixed(2)} s before ${start.toFixed(2)} are in no estimate, and ${this.#told.toFixed(2)} s were told as dropped`,
      );
    }
    // What is dropped is told before a window that was under way already.
    this.#told = Math.max(0, this.#told - missing);
    if (end <= this.#until) this.#say(`a window ends at ${end}, and one before it at ${this.#until}`);
    const ahead = timeOrigin + 1000 * end - Date.now();
    this.aheadMs = Math.max(this.aheadMs, ahead / FACTOR);
    this.heard += Math.max(0, end - Math.max(start, this.#until));
    this.gaps += gapSeconds;
    this.#until = end;
  }

  #say(what) {
    this.#problems.push(`${this.#name}: ${what}`);
  }
}
