/**
 * Mean of all channels, written into `mono`; makes no garbage.
 * @param channels planar samples of one render quantum, all of one length
 * @returns samples written, at most `mono.length`
 */
export declare function downmix(channels: readonly Float32Array[], mono: Float32Array): number;
