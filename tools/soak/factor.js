/** How many times as fast as life the soak goes. */
export const FACTOR = 8;
