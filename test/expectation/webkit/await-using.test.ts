// https://bugs.webkit.org/show_bug.cgi?id=248707. Seen in WebKitGTK 2.50.
import { expect } from 'chai';

it('there is no `await using`: close() is called by hand', () => {
  expect(Symbol).to.not.have.property('asyncDispose');
});
