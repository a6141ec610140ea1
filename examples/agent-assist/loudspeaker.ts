import { onPress, showError } from '../shared/errors.js';

/** Plays the streams of a call while `toggle` is pressed. */
export function createLoudspeaker(toggle: HTMLButtonElement) {
  let players: HTMLAudioElement[] = [];
  const isOn = () => toggle.getAttribute('aria-pressed') === 'true';
  const apply = () => {
    for (const player of players) player.muted = !isOn();
  };
  onPress(toggle, () => {
    toggle.setAttribute('aria-pressed', String(!isOn()));
    apply();
  });
  return {
    connect(streams: readonly MediaStream[]): void {
      players = streams.map((stream) => Object.assign(new Audio(), { srcObject: stream }));
      apply();
      for (const player of players) player.play().catch(showError);
    },
    disconnect(): void {
      for (const player of players) player.srcObject = null;
      players = [];
    },
  };
}
