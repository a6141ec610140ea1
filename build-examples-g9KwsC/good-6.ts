import { createUndertone } from 'undertone';

const leaving = new AbortController();
const undertone = await createUndertone({
  signal: leaving.signal,
  onProgress: ({ phase, loaded, total }) => console.log(phase, loaded, total),
});
for (const { code, message } of undertone.capabilities.notes) console.info(code, message);

export {};
