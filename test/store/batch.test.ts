import { expect, test } from '@jest/globals';
import { Batch } from '../../src/store/batch.ts';

test('what comes while one batch is written goes into the next, each answer to its own caller', async () => {
  const written: number[][] = [];
  const batch = new Batch<number, string>(async (items) => {
    written.push([...items]);
    return items.map((item) => `kept ${item}`);
  }, 3);
  const answers = await Promise.all([1, 2, 3, 4, 5].map((item) => batch.add(item)));
  expect(answers).toEqual(['kept 1', 'kept 2', 'kept 3', 'kept 4', 'kept 5']);
  expect(written).toEqual([[1], [2, 3, 4], [5]]);
  expect(await batch.add(6)).toBe('kept 6');
});

test('an item that cannot be written fails alone', async () => {
  const batch = new Batch<number, number>(async (items) => {
    if (items.includes(3)) throw new Error('three is refused');
    return items;
  }, 10);
  const answers = await Promise.allSettled([1, 2, 3, 4].map((item) => batch.add(item)));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(answers[2]).toMatchObject({ reason: new Error('three is refused') });
});
