import type { ToneStream } from 'undertone';

function showTone(stream: ToneStream, badge: HTMLElement): () => void {
  return stream.on('tone', ({ recent }) => {
    badge.textContent = recent.label ?? 'not enough speech';
  });
}

async function changeMicrophone(stream: ToneStream, deviceId: string): Promise<void> {
  await stream.replace(await navigator.mediaDevices.getUserMedia({ audio: { deviceId } }));
}

export {};
