import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ruleset } from '../../demo/github/model/repository.ts';
import { PRECONDITIONS } from '../../src/effect/finding.ts';
import { type Door, openDoor } from './door.ts';

export function doctorSuite(): void {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;

  const CHECK = 'AI Ops gates (main)';

  let door: Door;
  let ruleset: Ruleset;
  let told = 0;
  beforeAll(async () => {
    door = await openDoor({ services: true, doctor: true });
    const { github, team, releaseOwner, repository, app } = door.customer;
    github.setMembership(team, { user: releaseOwner, state: 'active' });
    ruleset = github.addRuleset(repository, {
      branches: ['main'],
      requiredChecks: [{ context: CHECK, app: app.id }],
    });
    app.webhookUrl = 'https://bot.example.com/api/github/webhooks';
    const pull = door.pipeline.open('first');
    door.pipeline.smoke(pull);
    door.pipeline.verify(pull);
  });
  afterAll(() => door.close());

  /** What the channel was told of preconditions since it was last asked, a message each. */
  function news(): readonly string[] {
    const { channel } = door.workspace;
    const all = channel.messages
      .filter(({ content }) => content.text.startsWith('🩺'))
      .map(({ content }) => JSON.stringify(content.blocks));
    const fresh = all.slice(told);
    told = all.length;
    return fresh;
  }

  async function onRecord(): Promise<readonly unknown[]> {
    const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
    return entries.filter(({ action }) => action === 'doctor.changed').map(({ data }) => data);
  }

  const aDayLater = () => door.pass(DAY, HOUR);
  const last = () => door.store.examinations.last(door.customer.repository.id);

  test('at first everything is looked at, and what does not hold is said once', async () => {
    await door.settle();
    const examination = await last();
    expect(new Set(examination?.findings.map(({ id }) => id))).toEqual(new Set(Object.keys(PRECONDITIONS)));
    const bad = examination?.findings.filter(({ status }) => status !== 'ok' && status !== 'skipped');
    expect(bad).toEqual([]);
    expect(news()).toEqual([]);
    expect(await onRecord()).toEqual([]);
  });

  test('a day later, only what got worse is said, with what to do, and is on record', async () => {
    ruleset.requiredChecks = [{ context: CHECK, app: null }];
    await door.pass(DAY - 2 * HOUR, HOUR);
    expect(news()).toEqual([]);
    await door.pass(3 * HOUR, HOUR);
    const [message, ...more] = news();
    expect(more).toEqual([]);
    expect(message).toContain('Only this App can pass the required check.');
    expect(message).toContain('Choose this App as the source of the required check `AI Ops gates (main)`');
    expect(message).not.toContain('Holds again');
    expect(await onRecord()).toEqual([
      { worse: [{ id: 'check_pinned', about: 'AI Ops gates (main)', status: 'fail' }], well: [] },
    ]);
  });

  test('what is as bad as before is not said again', async () => {
    await aDayLater();
    expect(news()).toEqual([]);
    expect(await onRecord()).toHaveLength(1);
    expect((await last())?.findings).toContainEqual(
      expect.objectContaining({ id: 'check_pinned', status: 'fail' }),
    );
  });

  test('while GitHub cannot be reached nothing is said, and it is looked at again when it can be', async () => {
    const before = (await last())?.at;
    door.github.fault({ kind: 'status', status: 503, match: { path: /\/installation$/, nth: 'every' } });
    await aDayLater();
    expect((await last())?.at).toBe(before);
    expect(news()).toEqual([]);
    door.github.service.faults.clear();
    await door.pass(HOUR, 5 * 60_000);
    expect((await last())?.at).not.toBe(before);
    expect(news()).toEqual([]);
  });

  test('what is well again is said once, in the language of the repository', async () => {
    ruleset.requiredChecks = [{ context: CHECK, app: door.customer.app.id }];
    const { github, repository, maintainer } = door.customer;
    const config = github.world.tip(repository).tree.get('.github/ai-ops.yml')?.content ?? '';
    const changes = { '.github/ai-ops.yml': `${config}locale: ja\n` };
    github.commitTo(repository, { branch: 'main', changes, author: maintainer });
    await aDayLater();
    const [message, ...more] = news();
    expect(more).toEqual([]);
    expect(message).toContain('解消');
    expect(message).toContain('必須チェックの送信元がこの App に固定されていること');
    expect(await onRecord()).toHaveLength(2);
    await aDayLater();
    expect(news()).toEqual([]);
  });

  test('where the App is installed no more, nobody looks', async () => {
    door.github.uninstall(door.customer.installation);
    await door.settle();
    const before = (await last())?.at;
    await aDayLater();
    expect((await last())?.at).toBe(before);
    expect(news()).toEqual([]);
  });
}
