import { createUndertone, isSupported } from 'undertone';
import { defineElements } from 'undertone/elements';

it('can be imported, and says that it cannot run here', async () => {
  defineElements();
  expect(isSupported()).toBe(false);
  await expect(createUndertone()).rejects.toMatchObject({ code: 'unsupported' });
});
