import { expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import { noticeCredentials } from '../../src/handlers/history/notice-change.ts';
import { openDoor } from './door.ts';
import {
  accepted,
  effects,
  entries,
  incidents,
  inState,
  looks,
  newestRun,
  nextLook,
  nextSweep,
  owed,
  paged,
  parents,
  said,
  since,
  until,
  warned,
} from './due.ts';
import { MINUTE } from './monitored.ts';
import { live, type Stage, type Story } from './timed.ts';

const HOUR = 60 * MINUTE;
const WATCHING = { services: true, watch: true, sweep: false };
const LADDER = `${CUSTOMER_CONFIG}escalation: { platform_pm: U0PLATFORM }\n`;
const HISTORY = `${CUSTOMER_CONFIG}history: { files: [docs/runbooks/ai-ops.md], secrets: [] }\n`;

/** Every timer and deadline of monitoring: the bot is down when its time comes, and it happens all the same, once. */
export function restartsSuite(): void {
  test.each(STORIES.map((story) => [story.name, story] as const))('%s', async (_name, story) => {
    const door = await openDoor(story.options);
    try {
      await live(story, door);
    } finally {
      await door.close();
    }
  });
}

const STORIES: readonly Story[] = [
  {
    name: 'LangGraph Verify runs for 600 seconds; its re-run does not start within 10 minutes',
    options: WATCHING,
    begin: async ({ door, seen }) => {
      const pull = door.pipeline.open('slow');
      door.pipeline.verify(pull);
      await seen.settle();
      const run = door.github.startRun(door.customer.repository, {
        workflow: 'ai-ops-langgraph-verify.yml',
        event: 'workflow_dispatch',
        branch: pull.headRef,
        actor: door.customer.maintainer,
      });
      door.github.progress(run, { job: 'verify', step: 'Run the scenarios' });
      await seen.settle();
    },
    moments: [
      {
        what: 'warned at 600 seconds',
        due: async (stage) => Date.parse((await newestRun(stage, 'verify')).startedAt) + 10 * MINUTE,
        count: entries('episode.opened'),
      },
      { what: 'the re-run is overdue', due: until('verify_latency'), count: incidents },
    ],
  },
  {
    name: 'a handoff takes 30, 45 and 60 minutes',
    options: WATCHING,
    begin: async ({ door, seen }) => {
      await door.ready('stuck');
      const run = door.pipeline.handoffRun();
      door.pipeline.handoffStep(run, 'Review the pull request');
      await seen.settle();
      door.github.holdJob(run, 'handoff');
      await seen.settle();
    },
    moments: [
      { what: 'a note in its thread', due: accepted(30), count: said(/takes 3\d min \(limit 45 min\)/) },
      { what: 'people are warned', due: accepted(45), count: parents },
      { what: 'somebody is called', due: warned('handoff_lead_time', 15), count: incidents },
    ],
  },
  {
    name: 'a re-run of Codex Smoke takes twice the median',
    options: WATCHING,
    begin: async (stage) => {
      const { door, seen } = stage;
      const pull = await goodRuns(stage, 8);
      const failed = await seen.smoke(pull, 'failure');
      door.github.progress(failed, { job: 'smoke', step: 'Generate every template' });
      await seen.settle();
      const [{ startedAt }, { state }] = [
        await newestRun(stage, 'smoke'),
        await seen.episode('smoke_failure_rate'),
      ];
      expect(state).toEqual({
        kind: 'rerunning',
        since: expect.any(String),
        until: new Date(Date.parse(startedAt) + 2 * 8 * MINUTE).toISOString(),
      });
    },
    moments: [
      {
        what: 'a status, though it goes on',
        due: owed('status', (one) => since(one, 5)),
        count: said(/\*Status\*/),
      },
      { what: 'it is overdue', due: until('smoke_failure_rate'), count: entries('episode.confirmed') },
    ],
  },
  {
    name: 'good runs for ten minutes end an episode',
    options: WATCHING,
    begin: async (stage) => {
      const { door, seen } = stage;
      const pull = await goodRuns(stage, 0);
      door.github.completeRun(await seen.smoke(pull, 'failure'), 'success');
      for (let good = 0; good < 3; good += 1) door.pipeline.smoke(pull);
      await seen.settle();
    },
    moments: [
      {
        what: 'over',
        due: inState('smoke_failure_rate', 'recovering', 10),
        count: entries('episode.resolved'),
      },
    ],
  },
  {
    name: 'an episode without a run: a look every hour, and no data after a day',
    options: WATCHING,
    begin: async (stage) => {
      const { door, seen } = stage;
      const failed = await seen.smoke(await goodRuns(stage, 0), 'failure');
      door.github.completeRun(failed, 'failure', { failedStep: 'Generate every template' });
      await seen.settle();
      await door.pass(10 * MINUTE, MINUTE);
    },
    moments: [
      {
        what: 'no data',
        due: async (stage) => Date.parse((await newestRun(stage, 'smoke')).endedAt ?? '') + 24 * HOUR,
        count: entries('episode.no_data'),
      },
      { what: 'the look of an hour', due: nextLook, count: looks },
    ],
  },
  {
    name: 'Slack takes no status for 5, 12 and 15 minutes',
    options: WATCHING,
    begin: async (stage) => {
      const { door, seen } = stage;
      const pull = await goodRuns(stage, 0);
      door.workspace.slack.goDown();
      await seen.smoke(pull, 'failure');
    },
    moments: [
      {
        what: 'the status is made',
        due: owed('status', (one) => since(one, 5)),
        count: async ({ door }) =>
          (await effects(door, 'slack_episode_note')).filter((key) => /:status$/.test(key)).length,
      },
      { what: 'PagerDuty is told', due: owed('status', (one) => since(one, 12)), count: incidents },
      { what: 'missed', due: owed('status', (one) => since(one, 15)), count: entries('obligation.missed') },
    ],
  },
  {
    name: 'the same while GitHub cannot be asked either',
    options: WATCHING,
    begin: async (stage) => {
      const { door, seen } = stage;
      const pull = await goodRuns(stage, 0);
      door.workspace.slack.goDown();
      await seen.smoke(pull, 'failure');
      door.github.service.faults.add({ kind: 'status', status: 503, match: { nth: 'every' } });
      await door.restart();
    },
    moments: [
      { what: 'PagerDuty is told', due: owed('status', (one) => since(one, 12)), count: incidents },
      { what: 'missed', due: owed('status', (one) => since(one, 15)), count: entries('obligation.missed') },
    ],
  },
  {
    name: 'Slack takes no status of an incident for 8 and 10 minutes',
    options: { services: true, incidents: true, sweep: false },
    begin: async ({ door }) => {
      await door.settle();
      door.workspace.slack.goDown();
      door.onCall.pagerDuty.openByHand(door.onCall.service, { title: 'Down', urgency: 'high' });
      await door.settle();
    },
    moments: [
      {
        what: 'a note on the incident',
        due: owed('incident_status', (one) => since(one, 8)),
        count: ({ door }) => door.onCall.pagerDuty.world.incidents.flatMap(({ notes }) => notes).length,
      },
      {
        what: 'missed',
        due: owed('incident_status', (one) => since(one, 10)),
        count: entries('obligation.missed', 0),
      },
    ],
  },
  {
    name: 'PagerDuty takes no page for 5 and 15 minutes',
    options: { services: true, sweep: false, config: LADDER },
    begin: async ({ door }) => {
      door.onCall.pagerDuty.goDown();
      await door.ready('unheard');
      door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
      await door.settle();
      const end = { failedJob: 'handoff', failedStep: 'Review the pull request' };
      door.github.completeRun(door.pipeline.handoffRun(), 'failure', end);
      await door.settle();
    },
    moments: [
      { what: 'SRE is called in Slack', due: paged(5), count: said(/📣 \*SRE/u) },
      { what: 'the platform PM is', due: paged(15), count: said(/📣 \*Platform PM/u) },
    ],
  },
  {
    name: 'nobody hears of a failed run: it is read within five minutes',
    options: { services: true, watch: true },
    begin: async (stage) => {
      const { door } = stage;
      const pull = await goodRuns(stage, 0);
      door.hear();
      door.pipeline.smoke(pull, { conclusion: 'failure' });
    },
    moments: [{ what: 'warned', due: nextSweep, count: entries('episode.opened') }],
  },
  {
    name: 'nobody follows up for 20 and 30 minutes',
    options: { services: true, sweep: false },
    begin: async ({ door }) => {
      await door.approved('left');
    },
    moments: [
      {
        what: 'reminded',
        due: owed('follow_up', (one) => since(one, 20)),
        count: entries('obligation.reminded'),
      },
      {
        what: 'missed',
        due: owed('follow_up', (one) => since(one, 30)),
        count: entries('obligation.missed'),
      },
    ],
  },
  {
    name: 'nobody records a change for 12 and 24 hours',
    options: { services: true, sweep: false, config: HISTORY },
    begin: async ({ door }) => {
      await door.settle();
      await noticeCredentials(['PRIVATE_KEY'], { store: door.store, clock: door.clock });
      await door.settle();
    },
    moments: [
      {
        what: 'reminded',
        due: owed('history', (one) => since(one, 12 * 60)),
        count: entries('obligation.reminded'),
      },
      {
        what: 'missed',
        due: owed('history', (one) => since(one, 24 * 60)),
        count: entries('obligation.missed'),
      },
    ],
  },
];

/** Six runs of Codex Smoke that took so many minutes and ended well. */
async function goodRuns({ door, seen }: Stage, minutes: number): Promise<Pull> {
  const pull = door.pipeline.open('watched');
  await seen.settle();
  const runs = Array.from({ length: 6 }, (): Run => {
    const workflow = 'codex-template-smoke.yml';
    const run = door.github.startRun(door.customer.repository, { workflow, event: 'pull_request', pull });
    door.github.progress(run, { job: 'smoke', step: 'Generate every template' });
    return run;
  });
  if (minutes > 0) await door.pass(minutes * MINUTE, minutes * MINUTE);
  for (const run of runs) door.github.completeRun(run, 'success');
  await seen.settle();
  return pull;
}
