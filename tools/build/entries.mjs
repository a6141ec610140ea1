/**
 * What users import, `index` as 'undertone' and the others as 'undertone/NAME': the name in `dist`, and the source.
 * Each has its line in `exports` and `typesVersions` of package.json, its size limit there, and its report in `etc/`.
 */
export const ENTRIES = {
  index: 'src/index.ts',
  webgpu: 'src/webgpu.ts',
  calls: 'src/adapters/calls.ts',
  agora: 'src/adapters/agora.ts',
  chime: 'src/adapters/chime.ts',
  elements: 'src/elements/index.ts',
  daily: 'src/adapters/daily.ts',
  jitsi: 'src/adapters/jitsi.ts',
  livekit: 'src/adapters/livekit.ts',
  mediasoup: 'src/adapters/mediasoup.ts',
  sip: 'src/adapters/sip.ts',
  twilio: 'src/adapters/twilio.ts',
  vonage: 'src/adapters/vonage.ts',
  webrtc: 'src/adapters/webrtc.ts',
  report: 'src/report/index.ts',
  react: 'src/react/index.ts',
};

/** Entries that React Server Components may import, and that run in the browser. */
export const FOR_CLIENTS = ['react'];

/** What the user brings along: `peerDependencies` of package.json. */
export const PEERS = ['react'];
