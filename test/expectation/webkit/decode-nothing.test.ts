// No report known. Seen in WebKitGTK 2.50.
import { expect } from 'chai';

it('decodeAudioData() never answers where there is nothing to decode; of other files it says that it cannot', async () => {
  const decode = (bytes: number) => new OfflineAudioContext(1, 1, 24_000).decodeAudioData(new ArrayBuffer(bytes));
  const answers: number[] = [];
  const answer = (bytes: number) =>
    decode(bytes).catch(() => {
      answers.push(bytes);
    });
  void answer(0);
  await answer(1);
  await answer(2);
  expect(answers).to.deep.equal([1, 2]);
});
