import { expect } from 'chai';
import { throwIfAborted, UndertoneError } from '../../src/errors.js';
import { errorOf } from '../support/errors.js';

describe('errors', () => {
  it('are errors with a name, a code, a message and a cause', () => {
    const cause = new TypeError('underneath');
    const error = new UndertoneError('asset-load', 'Nothing there.', { cause, urls: ['a', 'b'] });
    expect(error).to.be.instanceOf(Error);
    expect(error).to.include({ name: 'UndertoneError', code: 'asset-load', message: 'Nothing there.', cause });
    expect(error.urls).to.deep.equal(['a', 'b']);
    expect(String(error)).to.equal('UndertoneError: Nothing there.');
  });

  it('have no cause and no addresses when there are none', () => {
    const error = new UndertoneError('closed', 'Closed.');
    expect('cause' in error).to.equal(false);
    expect(error.urls).to.deep.equal([]);
  });

  it('are typed once: a typed one stays, another becomes the cause', () => {
    const typed = new UndertoneError('bad-source', 'Typed.');
    const plain = new TypeError('plain');
    expect(UndertoneError.from(typed, 'closed', 'Other.')).to.equal(typed);
    expect(UndertoneError.from(plain, 'bad-source', 'Wrapped.')).to.include({
      code: 'bad-source',
      message: 'Wrapped.',
      cause: plain,
    });
  });

  it('carry the reason of an abort', async () => {
    const reason = new Error('user left');
    const error = await errorOf('aborted', () => throwIfAborted(AbortSignal.abort(reason)));
    expect(error.cause).to.equal(reason);
    throwIfAborted(new AbortController().signal);
    throwIfAborted(undefined);
  });
});
