import { UndertoneError } from 'undertone';
import { element, passFocus } from './dom.js';

const DEVICE_ERRORS: Record<string, string> = {
  NotAllowedError: 'The microphone was refused. Allow it for this page in the browser, then try again.',
  NotFoundError: 'No microphone was found. Connect one, then try again.',
  NotReadableError: 'The microphone is in use by another program, or the system blocks it.',
  OverconstrainedError: 'That microphone is gone. Choose another one.',
};

/** Shows what failed, in words, at the top of the page until it is dismissed. */
export function showError(error: unknown): void {
  const text = explain(error);
  const banner = errorList();
  if ([...banner.children].some((shown) => shown.firstElementChild?.textContent === text)) return;
  const dismiss = element('button', { type: 'button', textContent: 'Dismiss' });
  const item = element('div', { class: 'error' }, element('span', {}, text), dismiss);
  dismiss.addEventListener('click', () => {
    passFocus(item);
    item.remove();
  });
  banner.append(item);
}

export function clearErrors(): void {
  errorList().replaceChildren();
}

/** Runs `action` when `button` is pressed, once at a time, and shows what it throws. */
export function onPress(button: HTMLButtonElement, action: () => unknown): void {
  let busy = false;
  const run = async () => {
    if (busy) return;
    busy = true;
    try {
      clearErrors();
      await action();
    } catch (error) {
      showError(error);
    } finally {
      busy = false;
    }
  };
  button.addEventListener('click', () => void run());
}

/** What failed, in words. */
export function explain(error: unknown): string {
  if (error instanceof UndertoneError) return `${error.message} (${error.code})`;
  if (error instanceof DOMException) return DEVICE_ERRORS[error.name] ?? `${error.message} (${error.name})`;
  return error instanceof Error ? error.message : String(error);
}

function errorList(): Element {
  const present = document.querySelector('.errors');
  if (present) return present;
  const created = element('div', { class: 'errors', role: 'alert' });
  document.querySelector('main')?.prepend(created);
  return created;
}
