import { Emitter } from '../emitter.js';
import { UndertoneError } from '../errors.js';
import type { StreamEvents } from '../events.js';

/**
 * Gives a stream's events one after another, each to all of its listeners before the next. A listener may call the stream, which
 * brings further events: they come after those that are due already, so that nobody hears of the end before what led to it.
 */
export class Outbox {
  readonly #emitter = new Emitter<StreamEvents>();
  readonly #due: (() => void)[] = [];
  #held = false;
  #revoked = false;

  /** @throws `bad-options` when `listener` is none, at once and not at an event that may never come */
  on<Name extends keyof StreamEvents>(name: Name, listener: (event: StreamEvents[Name]) => void): () => void {
    if (typeof listener !== 'function')
      throw new UndertoneError('bad-options', `A listener must be a function, not ${String(listener)}.`);
    return this.#emitter.on(name, listener);
  }

  emit<Name extends keyof StreamEvents>(name: Name, event: StreamEvents[Name]): void {
    this.#add(() => void this.#emitter.emit(name, event));
  }

  /** An error that nobody listens to is reported to the page, as the platform does with a rejected promise. */
  report(error: UndertoneError): void {
    this.#add(() => {
      if (!this.#emitter.emit('error', error)) reportError(error);
    });
  }

  /** Runs `change`, and gives its events only once all of it is done. */
  together(change: () => void): void {
    if (this.#held) return change();
    this.#held = true;
    try {
      change();
      // Listeners add to what is due while it is given.
      for (let give = this.#due.shift(); give; give = this.#due.shift()) give();
    } finally {
      this.#held = false;
    }
  }

  /** Consent may be withdrawn long after the end, and whoever has kept something is to hear of it, once; of nothing after that. */
  revoke(event: StreamEvents['revoke']): void {
    if (this.#revoked) return;
    this.#revoked = true;
    this.emit('revoke', event);
    this.#add(() => this.#emitter.forget('revoke'));
  }

  /** Forgets all listeners but those of `revoke`, once the events that are due have been given. */
  end(): void {
    this.#add(() => this.#emitter.forget('tone', 'speech', 'state', 'overload', 'error', 'end'));
  }

  #add(give: () => void): void {
    this.together(() => void this.#due.push(give));
  }
}
