/** The SDKs that the tests of the adapters run, each as one module: most are CommonJS. */
import { bundlePlugin } from '../../tools/bundle-plugin.mjs';

export const callSdks = [
  bundlePlugin('livekit-client'),
  bundlePlugin('peerjs'),
  // Its main file is for bundlers that bring parts of Node along.
  bundlePlugin('simple-peer', '{ default }', 'simple-peer/simplepeer.min.js'),
  bundlePlugin('jssip', '{ UA }'),
  bundlePlugin('amazon-chime-sdk-js', '{ DefaultDeviceController, NoOpDebugLogger }'),
  bundlePlugin('twilio-video', '{ LocalAudioTrack }'),
  bundlePlugin('agora-rtc-sdk-ng', '{ default }'),
  bundlePlugin('@vonage/client-sdk-video', '{ default }'),
];
