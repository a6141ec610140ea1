import * as Comlink from 'comlink';
import { isErrorCode, UndertoneError, type ErrorCode } from '../errors.js';

/** An `UndertoneError` in a form that a structured clone keeps whole. */
export interface WireError {
  code: ErrorCode;
  message: string;
  cause: unknown;
  urls: readonly string[];
  stack: string | undefined;
}

interface Thrown {
  value: unknown;
}

type WireThrown = { undertone: WireError } | { other: unknown };

let installed = false;

/**
 * Teaches comlink to keep class, code, cause and URLs of an `UndertoneError` that is thrown: by itself it keeps the message, the
 * name and the stack. Both sides of the worker call this before they talk.
 */
export function installErrorTransfer(): void {
  if (installed) return;
  installed = true;
  // Comlink marks what was thrown by a symbol of its own: wrap its handler instead of matching beside it.
  const thrown = Comlink.transferHandlers.get('throw') as Comlink.TransferHandler<Thrown, unknown>;
  Comlink.transferHandlers.set('throw', {
    canHandle: thrown.canHandle,
    serialize(value) {
      if (value.value instanceof UndertoneError) return [{ undertone: toWire(value.value) }, []];
      const [other, transfer] = thrown.serialize(value);
      return [{ other }, transfer];
    },
    deserialize(wire) {
      if ('undertone' in wire && isWireError(wire.undertone)) throw fromWire(wire.undertone);
      return thrown.deserialize('other' in wire ? wire.other : wire);
    },
  } satisfies Comlink.TransferHandler<Thrown, WireThrown>);
}

/** Whether this is such an error: what the other side says may be anything, where it has lost its way. */
export function isWireError(error: unknown): error is WireError {
  const { code, message, urls, stack } = Object(error) as Partial<WireError>;
  return (
    isErrorCode(code) && typeof message === 'string' && Array.isArray(urls) && (stack === undefined || typeof stack === 'string')
  );
}

/** `error` ready to travel inside a message. */
export function toWire({ code, message, cause, urls, stack }: UndertoneError): WireError {
  return { code, message, cause: cloneable(cause), urls, stack };
}

/** The error that travelled. */
export function fromWire({ code, message, cause, urls, stack }: WireError): UndertoneError {
  const error = new UndertoneError(code, message, { cause, urls });
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Errors survive a structured clone; other causes may not, and their text is better than a second failure. */
function cloneable(cause: unknown): unknown {
  try {
    return structuredClone(cause);
  } catch {
    return String(cause);
  }
}
