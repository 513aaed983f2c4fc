import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Fault } from '../../demo/github/api/faults.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { systemClock } from '../../src/clock.ts';
import { startEngine } from '../../src/store/engine.ts';
import { storeOver } from '../../src/store/open.ts';
import { runCli } from '../cli/run.ts';
import { BotAtWork, until } from './bot-at-work.ts';

type Match = Fault['match'];

const CHECK = { method: 'POST', path: /\/check-runs$/ };
const COMMENT = { method: 'POST', path: /\/issues\/1\/comments$/ };
const CHECK_UPDATE = { method: 'PATCH', path: /\/check-runs\/\d+$/ };
const DISPATCH = { method: 'POST', path: /\/dispatches$/ };

/** Each write of the way of one PR, in order; what a matcher meets first is what is meant. */
const WRITES: readonly Match[] = [
  CHECK,
  { ...COMMENT, body: /ai-ops:sticky:/ },
  CHECK_UPDATE,
  { method: 'PATCH', path: /\/issues\/comments\/\d+$/ },
  { ...COMMENT, body: /ai-ops:approval:/ },
  { method: 'POST', path: /\/issues\/1\/labels$/ },
  { ...CHECK_UPDATE, body: /"title":"Handoff approved/ },
];

const JOINING_MS = 250;

let work: BotAtWork;
beforeAll(async () => {
  work = await BotAtWork.open();
});
afterAll(() => work.close());

const heldBack = () => work.github.service.requests.filter(({ fault }) => fault === 'hang').length;

/** Answers held back that the bot was killed for. */
let met = 0;

async function kill(): Promise<void> {
  await work.kill();
  met = heldBack();
}

/** Lives on until it holds; as soon as GitHub holds an answer back, the bot is killed and started again. */
async function live(what: string, holds: () => boolean): Promise<void> {
  let up = Promise.resolve();
  for (;;) {
    await until(what, () => heldBack() > met || holds()).catch((error: unknown) => {
      throw work.bot.failure(String(error));
    });
    if (heldBack() === met) return up;
    await othersJoin();
    await kill();
    up = goOn();
    // It may be killed before it is up; whether the last one came up is asked above.
    up.catch(() => undefined);
  }
}

/** What one commit wants done is under way at the same time: one kill meets all of it. */
async function othersJoin(): Promise<void> {
  for (let held = -1; held !== heldBack(); await sleep(JOINING_MS)) held = heldBack();
}

async function goOn(): Promise<void> {
  await work.start();
  await work.courier.deliver();
}

/** GitHub does not answer the write, the first time before it did the work, the second time after it. */
function holdBack(match: Match): void {
  work.github.fault({ match: { ...match, nth: 1 }, kind: 'hang' });
  work.github.fault({ match: { ...match, nth: 2 }, kind: 'hang', afterWork: true });
}

const ownComments = (pull: Pull) => pull.comments.filter(({ app }) => app === work.customer.app);
const ownChecks = (pull: Pull) =>
  work.github.world.suites
    .filter(({ app, headSha }) => app === work.customer.app && headSha === pull.heads.at(-1))
    .flatMap(({ checkRuns }) => checkRuns);

async function readyPull(branch: string): Promise<Pull> {
  const pull = work.pipeline.open(branch);
  await work.courier.deliver();
  const opened = work.github.world.now();
  await until('the second of the push is over', () => work.github.world.now() > opened);
  return pull;
}

test('killed between any two steps, the bot ends where it would have ended', async () => {
  const { github, pipeline, courier, customer } = work;
  await work.start();

  // Deliveries that were answered 202 and not handled: eight are in hand and get no further, the others wait.
  github.fault({ match: { method: 'GET', path: /\/commits\/\w+\/pulls$/, nth: 'every' }, kind: 'hang' });
  const push = github.startRun(customer.repository, { workflow: 'hr-module-ci.yml', event: 'push' });
  for (let i = 0; i < 12; i += 1)
    github.forgeCheckRun(push.suite, { name: `check ${i}`, conclusion: 'success' });
  await courier.deliver();
  await until('its handlers are at work', () =>
    github.service.requests.some(({ fault }) => fault === 'hang'),
  );
  await kill();
  github.service.faults.clear();
  await goOn();

  for (const match of WRITES) holdBack(match);
  github.fault({ match: DISPATCH, kind: 'hang', afterWork: true });
  const pull = await readyPull('killed');
  await live('it shows what it waits for', () => ownChecks(pull).length > 0 && ownComments(pull).length > 0);
  pipeline.ready(pull);
  await courier.deliver();
  const title = () => ownChecks(pull)[0]?.output.title ?? '';
  await live('the handoff is started', () => /^Handoff started/.test(title()));
  pipeline.endNestedVerify(pipeline.endHandoff(pipeline.handoffRun()));
  await courier.deliver();
  await live('it is approved', () => /^Handoff approved/.test(title()) && pull.labels.length === 2);

  // Killed before GitHub started anything: nobody can know, so it is looked for and a person will be asked.
  github.service.faults.clear();
  github.fault({ match: DISPATCH, kind: 'hang' });
  const lost = await readyPull('lost');
  pipeline.ready(lost);
  await courier.deliver();
  const looks = () =>
    github.service.requests.filter(({ path }) => path.endsWith('/ai-ops-auto-handoff.yml/runs')).length;
  const before = looks();
  await live('its run is looked for', () => looks() > before);
  expect(await work.bot.stop()).toEqual({ code: 0, signal: null });

  expect(heldBack()).toBeGreaterThanOrEqual(8 + 2 * WRITES.length + 2);
  expect(github.world.dispatches).toHaveLength(1);
  expect(ownComments(pull).map(({ body }) => /ai-ops:(\w+):/.exec(body)?.[1])).toEqual([
    'sticky',
    'approval',
  ]);
  expect(ownChecks(pull)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect(pull.labels.map(({ name }) => name)).toEqual(['LG-Verified ✅', '@ai-ops']);
  expect(github.world.cancellations).toEqual([]);
  expect(github.world.unexpected).toEqual([]);
  await expectStored(pull, lost);
}, 300_000);

async function expectStored(pull: Pull, lost: Pull): Promise<void> {
  const { customer, dataDir, github } = work;
  const log = { info: () => undefined, warn: () => undefined };
  const engine = await startEngine({ dataDir, log });
  const store = await storeOver(engine, { clock: systemClock, log });
  try {
    const target = {
      installationId: customer.installation.id,
      repositoryId: customer.repository.id,
      owner: 'acme',
      repo: 'erp',
    };
    const handoffs = async ({ number }: Pull) => (await store.pulls.memory({ ...target, number })).handoffs;
    expect(await handoffs(pull)).toMatchObject([{ attempt: 1, state: { kind: 'approved' } }]);
    expect(await handoffs(lost)).toMatchObject([{ attempt: 1, state: { kind: 'dispatching' } }]);
    const accepted = github.world.deliveries
      .filter(({ outcome }) => outcome?.statusCode === 202)
      .map(({ guid }) => guid);
    const kept = await engine.database.sql.selectFrom('deliveries').select(['guid', 'done_at']).execute();
    expect(kept.map(({ guid }) => guid).toSorted()).toEqual(
      expect.arrayContaining([...new Set(accepted)].toSorted()),
    );
    expect(kept.filter(({ done_at }) => done_at === null)).toEqual([]);
    expect(await store.deadLetters.list()).toEqual([]);
  } finally {
    await store.close();
  }
  const verified = await runCli(['ledger', 'verify', '--json'], { DATA_DIR: dataDir });
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(verified.stdout)).toMatchObject([{ repositoryId: customer.repository.id, ok: true }]);
}
