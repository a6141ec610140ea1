import { element } from './dom.js';

/** Asks the user for a microphone; without `deviceId`, for the one that the browser prefers. */
export function openMicrophone(deviceId?: string): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: deviceId ? { deviceId: { exact: deviceId } } : true });
}

/** Fills `picker` with the microphones there are. Browsers tell their names only once one of them is open. */
export async function showMicrophones(picker: HTMLSelectElement, open: MediaStream): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const current = open.getAudioTracks()[0]?.getSettings().deviceId;
  const options = devices
    .filter(({ kind }) => kind === 'audioinput')
    .map(({ deviceId, label }, i) =>
      element('option', { value: deviceId, selected: deviceId === current }, label || `Microphone ${i + 1}`),
    );
  picker.replaceChildren(...options);
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
