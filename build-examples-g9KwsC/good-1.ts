import { webgpu } from 'undertone/webgpu';
const undertone = await createUndertone({ provider: 'webgpu', assets: { webgpu: webgpu() } });

export {};
