/** A stretch of time in seconds. */
export interface TimeRange {
  /** First second. */
  readonly from: number;
  /** Last second. */
  readonly to: number;
}

/** Nobody reads hops of 2.5 s from closer. */
export const MIN_SPAN = 10;

/** `range` inside of 0 and `duration`, as long as it was where there is room; `null` where it is all there is. */
export function fit({ from, to }: TimeRange, duration: number): TimeRange | null {
  const span = Math.max(MIN_SPAN, to - from);
  if (!(span < duration)) return null;
  const start = Math.min(Math.max(0, from), duration - span);
  return { from: start, to: start + span };
}

/** `range` made `factor` times as long around `at`, which keeps its place. */
export function zoom({ from, to }: TimeRange, factor: number, at: number, duration: number): TimeRange | null {
  const span = Math.max(MIN_SPAN, (to - from) * factor);
  const share = (at - from) / (to - from);
  return fit({ from: at - share * span, to: at + (1 - share) * span }, duration);
}

/** `range` moved so far that `at` is in it. */
export function reveal({ from, to }: TimeRange, at: number, duration: number): TimeRange | null {
  const by = at < from ? at - from : Math.max(0, at - to);
  return fit({ from: from + by, to: to + by }, duration);
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/** Round seconds in `range`, at most `count` of them. */
export function ticks({ from, to }: TimeRange, count: number): number[] {
  const span = to - from;
  const step = STEPS.find((seconds) => span / seconds <= count) ?? Math.ceil(span / count / 3600) * 3600;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}

/** `95` as `1:35`, `3695` as `1:01:35`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
