export { createUndertone, type Undertone } from './undertone.js';
export type { ToneStream } from './stream/tone-stream.js';
export type { FileAnalysis } from './recording/file-analysis.js';
export { isSupported, type Capabilities, type CapabilityNote, type CapabilityNoteCode } from './capabilities.js';
export { UndertoneError, type ErrorCode, type ErrorDetails } from './errors.js';
export { toChimeVoiceTone, type ChimeVoiceTone, type ChimeVoiceToneEvent } from './deprecated.js';
export { LABELS, type Label, type Scores } from './model/labels.js';
export type { Provider } from './model/provider.js';
export type { Estimate, NoLabelReason } from './estimates/estimate.js';
export type { AudioSource } from './capture/audio-source.js';
export { PcmSource, type PcmOptions } from './capture/pcm-source.js';
export type { PcmAudioData, PcmChunk, PcmSamples, TimedPcm } from './capture/pcm-chunk.js';
export type { Transport } from './ring/transport.js';
export type { AssetUrls, ModelUrls, WebGpuUrls } from './assets/locations.js';
export type { LoadProgress } from './assets/load.js';
export type {
  AnalyzeChannelsOptions,
  AnalyzeFileOptions,
  AnalyzeOptions,
  Consent,
  FileProgress,
  UndertoneOptions,
} from './options.js';
export type {
  ChannelSummary,
  ChannelToneEvent,
  EndEvent,
  OverloadEvent,
  RevokeEvent,
  SpeechEvent,
  StateEvent,
  StreamEvents,
  StreamState,
  StreamSummary,
  ToneEvent,
} from './events.js';
