/** The SDKs that the tests of the adapters run, each as one module: most are CommonJS. */
import { bundlePlugin } from '../../tools/bundle-plugin.mjs';

const CHIME = 'amazon-chime-sdk-js/build';

export const callSdks = [
  bundlePlugin('livekit-client'),
  bundlePlugin('peerjs'),
  // Its main file is for bundlers that bring parts of Node along.
  bundlePlugin('simple-peer', "export { default } from 'simple-peer/simplepeer.min.js';"),
  bundlePlugin('jssip', "export { UA } from 'jssip';"),
  // The whole of it asks for modules of Node.
  bundlePlugin(
    'amazon-chime-sdk-js',
    `export { default as DefaultDeviceController } from '${CHIME}/devicecontroller/DefaultDeviceController.js';
     export { default as DefaultRealtimeController } from '${CHIME}/realtimecontroller/DefaultRealtimeController.js';
     export { default as NoOpDebugLogger } from '${CHIME}/logger/NoOpDebugLogger.js';`,
  ),
  bundlePlugin('twilio-video', "export { createLocalAudioTrack } from 'twilio-video';"),
  bundlePlugin('agora-rtc-sdk-ng', "export { default } from 'agora-rtc-sdk-ng';"),
  bundlePlugin('@vonage/client-sdk-video', "export { default } from '@vonage/client-sdk-video';"),
];
