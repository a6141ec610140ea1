import { UndertoneConsent } from 'undertone/elements';
import { find } from '../shared/dom.js';
import { loadUndertone } from '../shared/engine.js';
import { clearErrors, onPress, showError } from '../shared/errors.js';
import { fetchSide } from '../shared/shipped-call.js';
import { mountShell } from '../shared/shell.js';
import { linkPlayers } from './link-players.js';
import { createRecordingPanel } from './recording-panel.js';

mountShell();

const drop = find('#drop', HTMLElement);
const input = find('#files', HTMLInputElement);
const shipped = find('#shipped', HTMLButtonElement);
const consent = find('#consent', UndertoneConsent);
const recordings = find('#recordings', HTMLElement);
const loading = loadUndertone(find('#engine', HTMLElement));

onPress(shipped, async () => {
  const sides = await Promise.all([fetchSide('caller'), fetchSide('agent')]);
  const panels = await analyze(sides, 'The speakers of the shipped call');
  linkPlayers(panels.map(({ player }) => player));
});

input.addEventListener('change', () => {
  const files = [...(input.files ?? [])];
  // Emptied, so that choosing the same file once more counts as a change.
  input.value = '';
  void analyze(files).catch(showError);
});

drop.addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('over');
});
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  void analyze([...(event.dataTransfer?.files ?? [])]).catch(showError);
});

async function analyze(files: readonly File[], subject = 'The speakers of these recordings') {
  clearErrors();
  if (files.length === 0) return [];
  consent.subject = subject;
  const [agreed] = (await consent.ask()) ?? [];
  if (!agreed) return [];
  const undertone = await loading;
  const panels = files.map((file) => createRecordingPanel(undertone, file, agreed));
  consent.streams = [...consent.streams, ...panels];
  recordings.prepend(...panels.map(({ element }) => element));
  return panels;
}
