import type { StreamSummary, ToneEvent } from 'undertone';

/** Like `for await` over an analysis, which would drop the summary that comes as its return value. */
export async function collect(
  analysis: AsyncGenerator<ToneEvent, StreamSummary, void>,
  onTone: (event: ToneEvent) => unknown,
): Promise<StreamSummary> {
  for (;;) {
    const { done, value } = await analysis.next();
    if (done) return value;
    await onTone(value);
  }
}
