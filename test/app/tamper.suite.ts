import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Comment, Pull } from '../../demo/github/model/pull.ts';
import { blastKey } from '../../src/effect/blast.ts';
import type { Effect } from '../../src/effect/effect.ts';
import { blastEffect } from '../notifiers/blast-samples.ts';
import { type Door, openDoor } from './door.ts';

export function tamperSuite(): void {
  let door: Door;
  let pull: Pull;
  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request', 'pull_request_review', 'issue_comment', 'workflow_run');
    pull = await door.ready('tampered');
    door.pipeline.endNestedVerify(door.pipeline.endHandoff(door.pipeline.handoffRun()));
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'approved' } });
    await comment(
      blastEffect({ key: blastKey(door.target(pull).repositoryId, pull.number), pull: door.target(pull) }),
    );
  });
  afterAll(() => door.close());

  const own = (of: Pull = pull): readonly Comment[] =>
    of.comments.filter(({ app }) => app === door.customer.app);
  const isSticky = ({ body }: Comment) => body.includes('<!-- ai-ops:sticky:');
  const isBlast = ({ body }: Comment) => body.includes('<!-- ai-ops:blast:');
  async function comment(effect: Effect): Promise<void> {
    const nothing = { expected: [], runs: [], episodes: [], obligations: [], ledger: [], stops: [] };
    await door.store.watches.commit({
      ...nothing,
      repository: door.target(pull),
      effects: [effect],
      wakeAt: null,
    });
    await door.settle();
  }
  const isApproval = ({ body }: Comment) => body.includes('<!-- ai-ops:approval:');
  const tampered = async (of: Pull = pull) =>
    (await door.ledger(of))
      .filter(({ action }) => action === 'comment.tampered')
      .map(({ data }) => Object(data).kind);

  function only(which: (comment: Comment) => boolean): Comment {
    const [found, ...more] = own().filter(which);
    if (found === undefined || more.length > 0) throw new Error(`${more.length} too many, or none`);
    return found;
  }

  /** What the bot wrote after somebody did something, and then once more when nothing had happened. */
  async function writtenAfter(
    deed: () => void,
  ): Promise<{ readonly first: readonly string[]; readonly second: readonly string[] }> {
    const writes = () => door.deeds({ edits: true }).filter((write) => !write.endsWith(' 404'));
    writes();
    deed();
    await door.settle();
    const first = writes();
    await door.lookAgain(pull);
    return { first, second: writes() };
  }

  describe.each([
    { kind: 'sticky', which: isSticky },
    { kind: 'approval', which: isApproval },
    { kind: 'blast', which: isBlast },
  ])('the $kind comment', ({ kind, which }) => {
    test('edited by somebody who may write: it says what it said again, in place, and the ledger says so', async () => {
      const { id, body } = only(which);
      const before = await tampered();
      const wrote = await writtenAfter(() =>
        door.github.editComment(only(which), {
          body: `Nothing to see.\n\n${body}`,
          by: door.customer.author,
        }),
      );
      expect(only(which)).toMatchObject({ id, body });
      expect(wrote).toEqual({ first: [`PATCH /issues/comments/${id} 200`], second: [] });
      expect(await tampered()).toEqual([...before, kind]);
    });

    test('deleted: it is written anew, once, and the ledger says so', async () => {
      const { body } = only(which);
      const before = await tampered();
      const wrote = await writtenAfter(() => door.github.deleteComment(only(which), door.customer.author));
      expect(only(which).body).toBe(body);
      expect(wrote).toEqual({ first: ['POST /issues/1/comments 201'], second: [] });
      expect(await tampered()).toEqual([...before, kind]);
    });

    test('a copy by somebody else, marker and all, is not taken for it', async () => {
      const { body } = only(which);
      const copy = door.github.comment(pull, { by: door.customer.author, body });
      const foreign = door.github.comment(pull, {
        by: door.github.world.actionsApp.bot,
        app: door.github.world.actionsApp,
        body,
      });
      const wrote = await writtenAfter(() => door.github.deleteComment(only(which), door.customer.author));
      expect(wrote).toEqual({ first: ['POST /issues/1/comments 201'], second: [] });
      expect(only(which).body).toBe(body);
      for (const one of [copy, foreign]) expect(one).toMatchObject({ body, editor: null });
    });
  });

  test('where the bot only observes it writes nothing again, and the ledger does not grow', async () => {
    door.pipeline.configure(CUSTOMER_CONFIG.replace('enforce', 'observe'));
    await door.lookAgain(pull);
    const before = await tampered();
    const body = 'Approved, go on!';
    const wrote = await writtenAfter(() =>
      door.github.editComment(only(isApproval), { body, by: door.customer.author }),
    );
    expect(wrote).toEqual({ first: [], second: [] });
    expect(await tampered()).toEqual(before);
    door.pipeline.configure(CUSTOMER_CONFIG);
    await door.lookAgain(pull);
    expect(only(isApproval).body).not.toContain(body);
    expect(await tampered()).toEqual([...before, 'approval']);
  });

  test('the record holds', async () => {
    expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
    expect(door.github.world.unexpected).toEqual([]);
  });
}
