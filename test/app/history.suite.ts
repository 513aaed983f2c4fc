import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { noticeCredentials } from '../../src/handlers/history/notice-change.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import { AwsStandIn } from '../aws-stand-in/stand-in.ts';
import { processHas } from '../aws-stand-in/surroundings.ts';
import { type Door, openDoor } from './door.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RUNBOOK = 'docs/runbooks/ai-ops.md';
const PLAYBOOKS = 'docs/ai/ops-playbooks.md';
const HISTORY = `history: { files: [${RUNBOOK}, ${PLAYBOOKS}], secrets: [ai/ops/langgraph, ai/ops/codex] }\n`;
const WATCHED = ['ai/ops/langgraph', 'ai/ops/codex', 'ai/ops/other'];

/** Secrets and permissions change (P4): what is owed for it, and what becomes of it. */
export function historySuite(): void {
  let aws: AwsStandIn;
  let door: Door;

  beforeAll(async () => {
    // The time is the door's, which is not open yet.
    aws = await AwsStandIn.open({ now: () => door.clock.now() });
    processHas(aws.keyed());
    door = await openDoor({
      services: true,
      config: `${CUSTOMER_CONFIG}${HISTORY}`,
      aws: { secretIds: [], watchedIds: WATCHED, endpoint: aws.url },
    });
    for (const id of WATCHED) aws.put(id, 'first');
    await door.settle();
    door.deeds();
  });
  beforeEach(() => processHas(aws.keyed()));
  afterAll(async () => {
    await door.close();
    await aws.close();
  });

  const notices = (): readonly string[] =>
    door.workspace.channel.messages
      .map(({ content }) => content.text)
      .filter((text) => /^(?:<!|📝|⏰|❗|✅)/u.test(text));
  const drafts = (): readonly Pull[] =>
    door.github.world.pulls.filter(({ headRef }) => headRef.startsWith('ai-ops/history-'));
  const newestDraft = (): Pull => {
    const draft = drafts().at(-1);
    if (draft === undefined) throw new Error('nothing was proposed');
    return draft;
  };
  const onBranch = (path: string, branch = newestDraft().headRef): string =>
    door.github.world.tip(door.customer.repository, branch).tree.get(path)?.content ?? '';
  async function obligations(): Promise<readonly Obligation[]> {
    const rows = await door.database.sql
      .selectFrom('obligations')
      .select('body')
      .where('kind', '=', 'history')
      .orderBy('seq')
      .execute();
    return rows.map(({ body }) => JSON.parse(body) as Obligation);
  }
  async function newest(): Promise<Obligation> {
    const last = (await obligations()).at(-1);
    if (last === undefined) throw new Error('nothing is owed');
    return last;
  }
  async function ledgerOf({ id }: Obligation): Promise<readonly LedgerEntry[]> {
    const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
    return entries.filter(
      ({ data }) =>
        typeof data === 'object' && data !== null && 'obligation' in data && data.obligation === id,
    );
  }
  const actions = async (obligation: Obligation): Promise<readonly string[]> =>
    (await ledgerOf(obligation)).map(({ action }) => action);
  const merge = (pull: Pull): void => door.github.mergePull(pull, door.customer.maintainer);
  const hearAll = (): void => {
    door.courier.mischief = (waiting) => ({ send: waiting });
  };
  /** Two sweeps, an hour apart at least: each watched secret is looked at. */
  async function anHourPasses(): Promise<void> {
    await door.pass(HOUR + 10 * MINUTE, 10 * MINUTE);
    await door.settle();
  }

  describe('a secret that is rotated', () => {
    let rotatedAt: string;
    test('is not taken for changed when it is seen first', async () => {
      await anHourPasses();
      expect(aws.asked.filter((asked) => asked === 'DescribeSecret ai/ops/codex').length).toBeGreaterThan(1);
      expect(await obligations()).toEqual([]);
      expect(notices()).toEqual([]);
    });

    test('is owed a history within 24 hours, and the lines are proposed to both files', async () => {
      aws.rotate('ai/ops/langgraph', 'second-value');
      rotatedAt = new Date(door.clock.now()).toISOString();
      await anHourPasses();
      expect(await newest()).toMatchObject({
        kind: 'history',
        since: rotatedAt,
        remindAt: new Date(Date.parse(rotatedAt) + 12 * HOUR).toISOString(),
        dueAt: new Date(Date.parse(rotatedAt) + 24 * HOUR).toISOString(),
        settled: null,
      });
      expect(drafts()).toHaveLength(1);
      for (const path of [RUNBOOK, PLAYBOOKS]) {
        const before = onBranch(path, 'main');
        const added = onBranch(path)
          .split('\n')
          .filter((line) => !before.split('\n').includes(line));
        expect(added).toEqual([
          '## History',
          expect.stringMatching(
            /^- 2026-03-02 \d\d:\d\d UTC: secret `ai\/ops\/langgraph` has a new value \(version `00000000…0001` → `00000000…0004`\) — ledger entry \d+ `[0-9a-f]{12}`, `history-[0-9a-f]{12}`$/,
          ),
        ]);
      }
      expect(onBranch(RUNBOOK)).not.toContain('second-value');
      expect(newestDraft().author).toBe(door.customer.app.bot);
    });

    test('is told in Slack with the pull request, beside the incidents and in the ledger', async () => {
      const [said, ...more] = notices();
      expect(said).toContain('📝 *To be recorded* (`acme/erp`): secret `ai/ops/langgraph`');
      expect(said).toContain(`<https://github.com/acme/erp/pull/${newestDraft().number}|the pull request>`);
      expect(more).toEqual([]);
      expect(door.onCall.pagerDuty.world.changes.map(({ summary }) => summary)).toEqual([
        expect.stringContaining('Secrets or permissions changed (acme/erp): secret ai/ops/langgraph'),
      ]);
      const [opened] = await ledgerOf(await newest());
      expect(opened).toMatchObject({
        action: 'obligation.opened',
        subject: 'acme/erp',
        data: { change: { kind: 'secrets', secrets: [{ name: 'ai/ops/langgraph', what: 'value' }] } },
      });
    });

    test('is reminded of after 12 hours, once, whatever was started anew meanwhile', async () => {
      await door.restart();
      await door.pass(9 * HOUR, HOUR);
      expect(notices()).toHaveLength(1);
      await door.restart();
      await door.pass(3 * HOUR, HOUR);
      expect(notices()).toEqual([
        expect.anything(),
        expect.stringContaining('⏰ *Reminder: not recorded yet*'),
      ]);
      expect(await obligations()).toHaveLength(1);
      expect(drafts()).toHaveLength(1);
    });

    test('is settled when the pull request is merged', async () => {
      merge(newestDraft());
      await door.settle();
      const settled = await newest();
      expect(settled).toMatchObject({
        missedAt: null,
        settled: { by: 'mika', proof: `https://github.com/acme/erp/pull/${newestDraft().number}` },
      });
      expect(await actions(settled)).toEqual([
        'obligation.opened',
        'obligation.reminded',
        'obligation.settled',
      ]);
      expect(notices().at(-1)).toContain('✅ *Recorded* (`acme/erp`)');
      expect(notices().at(-1)).toContain('By mika');
      await door.pass(30 * HOUR, 3 * HOUR);
      expect(notices()).toHaveLength(3);
      const waiting = await door.database.sql
        .selectFrom('timers')
        .select('subject')
        .where('subject', 'like', 'obligation:%')
        .execute();
      expect(waiting).toEqual([]);
    });
  });

  describe('one that nobody records', () => {
    test('is missed after 24 hours, and who is named for it is called', async () => {
      aws.put('ai/ops/langgraph', 'third');
      aws.put('ai/ops/codex', 'second');
      await anHourPasses();
      const before = notices().length;
      await door.pass(22 * HOUR, 2 * HOUR);
      await door.restart();
      await door.pass(2 * HOUR, 30 * MINUTE);
      expect((await newest()).missedAt).not.toBeNull();
      expect(await actions(await newest())).toEqual([
        'obligation.opened',
        'obligation.reminded',
        'obligation.missed',
      ]);
      const missed = notices().slice(before).at(-1);
      expect(missed).toMatch(
        new RegExp(`^<!subteam\\^${door.workspace.sre.id}> ❗ \\*Not recorded within 24 hours`),
      );
    });

    test('both that changed together stand in one pull request, on a line each, and in the history that was begun', () => {
      const added = onBranch(RUNBOOK)
        .split('\n')
        .filter((line) => line.startsWith('- 2026-'));
      expect(added).toEqual([
        expect.stringContaining('`ai/ops/langgraph`'),
        expect.stringContaining('`ai/ops/langgraph`'),
        expect.stringContaining('`ai/ops/codex`'),
      ]);
      expect(onBranch(RUNBOOK).match(/## History/g)).toHaveLength(1);
    });

    test('is settled, late, when somebody has written it by hand in every file', async () => {
      const reference = newestDraft().headRef.replace('ai-ops/', '');
      const write = (path: string): void => {
        const text = `${onBranch(path, 'main')}\n- rotated, see \`${reference}\`\n`;
        door.github.commitTo(door.customer.repository, {
          branch: 'main',
          changes: { [path]: text },
          author: door.customer.outsider,
        });
      };
      write(RUNBOOK);
      await door.pass(25 * HOUR, 5 * HOUR);
      expect((await newest()).settled).toBeNull();
      write(PLAYBOOKS);
      await door.pass(25 * HOUR, 5 * HOUR);
      expect(await newest()).toMatchObject({
        missedAt: expect.any(String),
        settled: { by: null, proof: expect.stringContaining('/blob/') },
      });
      expect(notices().at(-1)).toContain('The lines stand in the files · after the deadline');
    });
  });

  test('a release owner settles it by a word on the pull request, with a note', async () => {
    const { releaseOwner, outsider, repository } = door.customer;
    door.github.setRole(repository, { user: releaseOwner, role: 'write' });
    aws.put('ai/ops/codex', 'third');
    await anHourPasses();
    door.github.comment(newestDraft(), { by: outsider, body: '/ai-ops done' });
    await door.settle();
    expect((await newest()).settled).toBeNull();
    door.github.comment(newestDraft(), { by: releaseOwner, body: '/ai-ops done stands in the wiki' });
    await door.settle();
    expect(await newest()).toMatchObject({
      missedAt: null,
      settled: { by: 'rin', note: 'stands in the wiki', proof: expect.stringContaining('#issuecomment-') },
    });
    expect((await ledgerOf(await newest())).at(-1)).toMatchObject({
      action: 'obligation.settled',
      actor: 'rin',
      subject: `acme/erp#${newestDraft().number}`,
    });
    expect(notices().at(-1)).toContain('By rin: stands in the wiki');
    const said = notices().length;
    await door.pass(30 * HOUR, 6 * HOUR);
    expect(notices()).toHaveLength(said);
  });

  test('a merge whose event was lost is seen within the hour, and it counts when it was merged', async () => {
    aws.put('ai/ops/codex', 'fourth');
    await anHourPasses();
    door.hear();
    merge(newestDraft());
    const mergedAt = new Date(door.clock.now()).toISOString();
    await anHourPasses();
    hearAll();
    expect(await newest()).toMatchObject({ settled: { by: 'mika' } });
    expect(Date.parse((await newest()).settled?.at ?? '')).toBe(
      Math.floor(Date.parse(mergedAt) / 1000) * 1000,
    );
  });

  test('an answer that was lost makes no second pull request', async () => {
    const before = drafts().length;
    door.github.fault({ kind: 'answer-lost', match: { method: 'POST', path: /\/pulls$/ } });
    aws.put('ai/ops/codex', 'fifth');
    await anHourPasses();
    expect(drafts()).toHaveLength(before + 1);
    expect(notices().at(-1)).toContain(`/pull/${newestDraft().number}|`);
    merge(newestDraft());
    await door.settle();
  });

  test('what the configuration does not ask for brings nothing', async () => {
    const before = (await obligations()).length;
    aws.put('ai/ops/other', 'second');
    await anHourPasses();
    expect(await obligations()).toHaveLength(before);
    expect(door.logged.filter((line) => line.includes('"owed":false'))).toHaveLength(1);
  });

  test('a repository that only observes is owed nothing', async () => {
    const before = (await obligations()).length;
    door.pipeline.configure(`${CUSTOMER_CONFIG}${HISTORY}`.replace('mode: enforce', 'mode: observe'));
    aws.put('ai/ops/codex', 'sixth');
    await anHourPasses();
    expect(await obligations()).toHaveLength(before);
    expect(drafts()).toHaveLength(before);
  });

  test('while the configuration cannot be used nothing is decided; then it is', async () => {
    const before = (await obligations()).length;
    door.pipeline.configure(`${CUSTOMER_CONFIG}${HISTORY}`.replace('team:', 'taem:'));
    aws.put('ai/ops/codex', 'seventh');
    await anHourPasses();
    expect(await obligations()).toHaveLength(before);
    expect(door.logged.some((line) => line.includes('AIOPS_CONFIG_UNUSABLE'))).toBe(true);
    door.pipeline.configure(`${CUSTOMER_CONFIG}${HISTORY}`);
    await door.pass(10 * MINUTE);
    expect(await obligations()).toHaveLength(before + 1);
    merge(newestDraft());
    await door.settle();
  });

  test('a secret that cannot be described is no change and is logged; what happened meanwhile is seen afterwards', async () => {
    const before = (await obligations()).length;
    aws.permit = (_action, arn) => !arn.includes('codex');
    aws.put('ai/ops/codex', 'eighth');
    const rotatedAt = new Date(door.clock.now()).toISOString();
    await anHourPasses();
    expect(await obligations()).toHaveLength(before);
    const logged = door.logged.filter((line) => line.includes('AIOPS_AWS_DENIED'));
    expect(logged.length).toBeGreaterThan(0);
    expect(logged[0]).toContain('ai/ops/codex may not be described (AccessDeniedException)');
    aws.permit = () => true;
    await anHourPasses();
    expect(await newest()).toMatchObject({ since: rotatedAt });
    merge(newestDraft());
    await door.settle();
  });

  test('nothing is proposed while a stop is in force; when it is lifted, it is', async () => {
    const scope = { repositoryId: door.customer.repository.id };
    await door.store.stops.change({ kind: 'set', scope, by: 'mika', reason: 'freeze' });
    const before = drafts().length;
    aws.put('ai/ops/codex', 'ninth');
    await anHourPasses();
    expect(drafts()).toHaveLength(before);
    expect(notices().at(-1)).toContain('No pull request is open for it: add a line with `history-');
    await door.store.stops.change({ kind: 'lift', scope, by: 'mika' });
    await anHourPasses();
    expect(drafts()).toHaveLength(before + 1);
    merge(newestDraft());
    await door.settle();
    expect((await newest()).settled).toMatchObject({ by: 'mika' });
  });

  describe('permissions of the App', () => {
    const accept = (change: Readonly<Record<string, 'read' | 'write'>>): void => {
      const { app, installation, maintainer } = door.customer;
      app.permissions = { ...app.permissions, ...change };
      door.github.acceptPermissions(installation, maintainer);
    };

    test('that somebody accepts are owed a history, with who it was', async () => {
      accept({ deployments: 'read' });
      await door.settle();
      const line = onBranch(PLAYBOOKS)
        .split('\n')
        .findLast((one) => one.startsWith('- 2026-'));
      expect(line).toContain(
        'permissions of the AI Ops App were changed: `deployments` none → `read` (accepted by mika)',
      );
      expect(door.onCall.pagerDuty.world.changes.at(-1)?.summary).toContain('deployments none → read');
      merge(newestDraft());
      await door.settle();
    });

    test('are owed one too where the event was lost, and none where an event tells nothing new', async () => {
      const before = (await obligations()).length;
      door.hear();
      accept({ deployments: 'write' });
      await door.pass(10 * MINUTE);
      await door.settle();
      expect(await obligations()).toHaveLength(before + 1);
      const line = onBranch(PLAYBOOKS)
        .split('\n')
        .findLast((one) => one.startsWith('- 2026-'));
      expect(line).toContain('`deployments` `read` → `write` —');
      hearAll();
      accept({});
      await door.settle();
      expect(await obligations()).toHaveLength(before + 1);
      merge(newestDraft());
      await door.settle();
    });
  });

  test('credentials that were rotated while the bot ran are owed one, once for all replicas and steps', async () => {
    const before = (await obligations()).length;
    const { store, clock } = door;
    await noticeCredentials(['PRIVATE_KEY', 'WEBHOOK_SECRET'], { store, clock });
    await noticeCredentials(['PRIVATE_KEY', 'WEBHOOK_SECRET'], { store, clock });
    await door.settle();
    expect(await obligations()).toHaveLength(before + 1);
    expect(onBranch(RUNBOOK)).toContain(
      'credentials of the AI Ops bot were replaced: `PRIVATE_KEY`, `WEBHOOK_SECRET`',
    );
    await door.pass(2 * HOUR);
    await noticeCredentials(['WEBHOOK_SECRET'], { store, clock });
    await door.settle();
    expect(await obligations()).toHaveLength(before + 2);
    merge(newestDraft());
    await door.settle();
  });

  test('where the App is suspended nothing is asked; then what is owed is looked at again', async () => {
    aws.put('ai/ops/codex', 'tenth');
    await anHourPasses();
    const draft = newestDraft();
    door.github.suspend(door.customer.installation);
    await door.settle();
    const asked = door.github.service.requests.length;
    await door.pass(5 * HOUR);
    const since = door.github.service.requests.slice(asked).map(({ path }) => path);
    expect(since.filter((path) => path.includes('/repos/') || path === '/graphql')).toEqual([]);
    merge(draft);
    door.github.unsuspend(door.customer.installation);
    await door.settle();
    expect((await newest()).settled).toMatchObject({ by: 'mika' });
  });

  test('the ledger holds together, and GitHub was asked for nothing it does not know', async () => {
    expect(await door.store.ledger.verify()).toEqual(
      expect.arrayContaining([expect.objectContaining({ ok: true })]),
    );
    expect(door.github.world.unexpected).toEqual([]);
  });
}
