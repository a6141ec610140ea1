/** `95` as `1:35`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** `0.834` as `83%`. */
export function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

/** `8862478` as `8.9 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
