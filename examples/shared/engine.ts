import { createUndertone, type Capabilities, type LoadProgress, type Undertone } from 'undertone';
import { element, passFocus, setText } from './dom.js';
import { clearErrors, showError } from './errors.js';
import { megabytes } from './format.js';

/**
 * Loads Undertone and shows in `place` how far that is, then what is used. After a failure the user may try again;
 * the promise resolves once it worked.
 */
export async function loadUndertone(place: HTMLElement): Promise<Undertone> {
  place.classList.add('engine');
  for (;;) {
    try {
      const undertone = await load(place);
      place.replaceChildren(element('p', {}, describe(undertone.capabilities)));
      return undertone;
    } catch (error) {
      showError(error);
      await retryPressed(place);
      passFocus(place);
      clearErrors();
    }
  }
}

async function load(place: HTMLElement): Promise<Undertone> {
  const bar = element('progress', { 'aria-label': 'Loading Undertone' });
  const words = element('p', {}, 'Loading …');
  place.replaceChildren(words, bar);
  return createUndertone({
    onProgress(progress) {
      setText(words, describeProgress(progress));
      if (progress.total && (progress.phase === 'model' || progress.phase === 'runtime')) {
        bar.max = progress.total;
        bar.value = progress.loaded;
      } else {
        bar.removeAttribute('value');
      }
    },
  });
}

function describeProgress({ phase, loaded, total, cached }: LoadProgress): string {
  if (phase === 'start' || phase === 'ready') return 'Starting the model …';
  const what = phase === 'model' ? 'model' : 'runtime';
  if (cached) return `The ${what} comes from this browser's cache.`;
  return `Loading the ${what}: ${megabytes(loaded)}${total ? ` of ${megabytes(total)}` : ''}`;
}

function describe({ model, provider, threads, transport, notes }: Capabilities): string {
  const parts = [
    `Ready: ${model.name} ${model.version} (${model.licence})`,
    `${provider === 'wasm' ? 'WebAssembly' : 'WebGPU'}, ${threads} thread${threads === 1 ? '' : 's'}`,
    transport === 'shared' ? 'shared memory' : 'message port',
  ];
  return [parts.join(' · '), ...notes.map(({ message }) => message)].join('. ');
}

function retryPressed(place: HTMLElement): Promise<unknown> {
  const retry = element('button', { type: 'button', textContent: 'Try again' });
  place.replaceChildren(element('p', {}, 'Undertone could not be loaded.'), element('div', {}, retry));
  return new Promise((resolve) => retry.addEventListener('click', resolve, { once: true }));
}
