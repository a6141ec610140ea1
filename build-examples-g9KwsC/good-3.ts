import { createUndertone, UndertoneError } from 'undertone';

try {
  await createUndertone({ assets: '/undertone/' });
} catch (error) {
  if (error instanceof UndertoneError && error.code === 'asset-load') console.warn('not found at', error.urls);
  else throw error;
}

export {};
