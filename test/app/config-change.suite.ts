import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';

const FILE = '.github/ai-ops.yml';

export function configChangeSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request');
  });
  afterAll(() => door.close());

  /** The check runs that tell what the PR makes of the configuration, newest last. */
  const shown = (pull: Pull) =>
    door.github.world.suites
      .filter(({ app, headSha }) => app.id === door.customer.app.id && headSha === pull.heads.at(-1))
      .flatMap(({ checkRuns }) => checkRuns)
      .filter(({ name }) => name === 'AI Ops configuration')
      .map(({ conclusion, output }) => ({ conclusion, ...output }));

  test('mistakes stand on their lines; pushed without them, it is valid', async () => {
    const pull = door.pipeline.open('config', { [FILE]: `${CUSTOMER_CONFIG}labl:\n  name: x\n` });
    await door.settle();
    const lines = CUSTOMER_CONFIG.trimEnd().split('\n').length;
    expect(shown(pull)).toMatchObject([
      {
        conclusion: 'failure',
        title: '1 problem; merged, every gate closes',
        annotations: [
          {
            path: FILE,
            start_line: lines + 1,
            end_line: lines + 1,
            annotation_level: 'failure',
            message: expect.stringContaining('did you mean `label`?'),
          },
        ],
      },
    ]);
    await door.pass(5 * 60_000);
    expect(shown(pull)).toHaveLength(1);

    door.github.push(pull, { changes: { [FILE]: `${CUSTOMER_CONFIG}locale: ja\n` } });
    await door.settle();
    expect(shown(pull)).toMatchObject([
      { conclusion: 'success', title: 'Valid; merged, the mode is enforce', annotations: [] },
    ]);
  });

  test('taken away, it says what that means', async () => {
    const pull = door.pipeline.open('config-gone', { [FILE]: null });
    await door.settle();
    expect(shown(pull)).toMatchObject([
      { conclusion: 'neutral', title: 'Removed; merged, the bot only observes' },
    ]);
  });

  test('a PR that does not touch it has no such check', async () => {
    const pull = door.pipeline.open('no-config');
    await door.settle();
    expect(door.check(pull)).not.toBeNull();
    expect(shown(pull)).toEqual([]);
  });
}
