/** Which of the sources that a stream is given is heard: they are connected beside each other, and the last one counts. */
export class Turns {
  #given = 0;
  #heard = 0;
  #coming = 0;

  /** The number of the source that is heard; 0 before the first. */
  get heard(): number {
    return this.#heard;
  }

  /** Whether nothing was ever heard, and nothing is on its way that could be. */
  get hopeless(): boolean {
    return this.#heard === 0 && this.#coming === 0;
  }

  /** The number of the next source. */
  give(): number {
    return ++this.#given;
  }

  /** Counts a source as on its way until `ready` settles. */
  async await<T>(ready: Promise<T>): Promise<T> {
    this.#coming++;
    try {
      return await ready;
    } finally {
      this.#coming--;
    }
  }

  /** The source of this turn is heard from now on. */
  hear(turn: number): void {
    this.#heard = turn;
  }

  /** Whether a stream has no other source where this one fails. */
  isLast(turn: number): boolean {
    return this.#given === turn || this.#heard === turn || this.hopeless;
  }
}
