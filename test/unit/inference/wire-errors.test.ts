import { expect } from 'chai';
import * as Comlink from 'comlink';
import { UndertoneError } from '../../../src/errors.js';
import { fromWire, installErrorTransfer, type WireError } from '../../../src/inference/wire-errors.js';
import type { ThrowingApi } from '../../support/throwing.worker.js';

function expectTyped(error: unknown): void {
  expect(error).to.be.instanceOf(UndertoneError);
  expect(error).to.include({ name: 'UndertoneError', code: 'asset-load', message: 'Nothing there.' });
  const { cause, urls, stack } = error as UndertoneError;
  expect(cause).to.be.instanceOf(RangeError).with.property('message', 'underneath');
  expect(urls).to.deep.equal(['a', 'b']);
  expect(stack, 'where in the worker it was made').to.include('throwing.worker');
}

describe('errors across a worker', () => {
  let worker: Worker;
  let api: Comlink.Remote<ThrowingApi>;

  before(() => {
    installErrorTransfer();
    worker = new Worker(new URL('../../support/throwing.worker.ts', import.meta.url), { type: 'module' });
    api = Comlink.wrap<ThrowingApi>(worker);
  });
  after(() => worker.terminate());

  const caught = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('nothing was thrown'),
      (error: unknown) => error,
    );

  it('keep class, code, cause and addresses when thrown', async () => expectTyped(await caught(api.throwTyped())));

  it('keep them inside a message to a listener', async () => {
    const heard = new Promise<WireError>((resolve) => void api.passTyped(Comlink.proxy(resolve)));
    expectTyped(fromWire(await heard));
  });

  it('leave other errors to comlink', async () => {
    const error = await caught(api.throwOther());
    expect(error).to.be.instanceOf(Error).with.property('message', 'plain');
    expect(error).not.to.be.instanceOf(UndertoneError);
  });

  it('arrive even when their cause cannot be cloned', async () => {
    const error = (await caught(api.throwUncloneable())) as UndertoneError;
    expect(error).to.include({ code: 'inference-failed', message: 'Failed.' });
    expect(error.cause).to.be.a('string').that.includes('a function');
  });
});
