import { expect, test } from '@jest/globals';
import { lackingToBeOver } from '../../src/alerts/recovery.ts';
import { at, run, World } from './world.ts';

const failing = (id: number, asked: number, attempt = 1) =>
  run(id, { asked, attempt, ended: asked + 5, result: 'failure', failed: [`t${id}`] });
const passing = (id: number, asked: number) => run(id, { asked, ended: asked + 1 });

const lacking = (world: World) => lackingToBeOver(world.of('smoke_failure_rate'), world.settings);

/** Whatever is said to be lacking is what the machine waits for: not a run less, not a minute less. */
test.each<readonly [string, number, readonly number[], number]>([
  ['one failure, mended', 1, [], 2],
  ['two in a row, confirmed', 2, [10, 20], 5],
  ['few runs so far', 2, [10, 20], 5],
])('%s', (name, failures, again, expected) => {
  const world = new World().calm('smoke', name === 'few runs so far' ? 2 : 7);
  for (let one = 1; one <= failures; one += 1) {
    world.put(failing(one, one * 10 - 10));
    world.look(one * 10 - 5);
    const ended = one * 10 - 1;
    world.put(
      run(one, { asked: ended - 3, attempt: 2, ended, result: again.length > 0 ? 'failure' : 'success' }),
    );
    world.look(ended);
  }
  if (again.length > 0) {
    world.put(passing(50, 25));
    world.look(30);
  }
  const seen = lacking(world);
  if (seen === null) throw new Error('it does not recover');
  expect(seen.runs).toBe(expected);
  for (let good = 1; good < seen.runs; good += 1) world.put(passing(100 + good, 31));
  const over = (Date.parse(seen.notBefore) - Date.parse(at(0))) / 60_000;
  world.look(over);
  expect(world.of('smoke_failure_rate').state.kind).toBe('recovering');
  expect(lacking(world)?.runs).toBe(1);
  world.put(passing(200, 31));
  world.look(over - 0.1);
  expect(world.of('smoke_failure_rate').state.kind).toBe('recovering');
  world.look(over);
  expect(world.of('smoke_failure_rate').state.kind).toBe('resolved');
  expect(lacking(world)).toBeNull();
});
