/** One short call in each of the soak's shifts: `npm run soak` is the long run of the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from '../../tools/soak/soak.mjs';
import { judge } from '../../tools/soak/verdict.mjs';

const SEED = 4;
const ACTIONS = 24;

test('generated calls lose no second untold, hang nowhere and leave nothing', async () => {
  const found = await soak({ seed: SEED, actions: ACTIONS, goesOn: (_, calls) => calls === 0, tell: console.log });
  assert.deepEqual(judge(found).problems, []);
  assert.ok(found.total.tones > 0 && found.total.cycles > 0);
});
