import { expect } from 'chai';

interface CodedError extends Error {
  code: string;
  urls: readonly string[];
}

/** The error that `action` throws or rejects with, which must be an UndertoneError of this code. */
export async function errorOf(code: string, action: () => unknown): Promise<CodedError> {
  try {
    await action();
  } catch (error) {
    expect(error, String(error)).to.include({ name: 'UndertoneError', code });
    return error as CodedError;
  }
  return expect.fail(`nothing was thrown, and "${code}" was expected`);
}

/** Collects what `action` lets reach the page as an uncaught error, which would otherwise fail the test that runs. */
export async function uncaughtDuring(action: () => unknown): Promise<string[]> {
  const messages: string[] = [];
  const fail = window.onerror;
  window.onerror = (event) => {
    messages.push(typeof event === 'string' ? event : event.type);
    return true;
  };
  try {
    await action();
  } finally {
    window.onerror = fail;
  }
  return messages;
}
