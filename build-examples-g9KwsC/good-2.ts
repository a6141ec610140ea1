import { createUndertone, isSupported } from 'undertone';

if (isSupported()) {
  const undertone = await createUndertone();
  console.log(undertone.capabilities.provider);
}

export {};
