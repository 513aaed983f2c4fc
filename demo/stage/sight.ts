import type { GitHub } from '../github/github.ts';
import type { AppIdentity } from '../github/model/app.ts';
import { headSha, type Pull } from '../github/model/pull.ts';
import type { Run } from '../github/model/run.ts';
import { type CheckSeen, readCheck } from './check-seen.ts';
import { type Deed, type Deeds, purposeOf } from './deeds.ts';
import { type PagerDutySight, pagerDutySight } from './pagerduty-sight.ts';
import type { Services } from './services.ts';
import { type SlackSight, slackSight } from './slack-sight.ts';
import { spanOf } from './span.ts';

/** What of the bot is to be seen on a pull request now, and what it did there. */
export interface Sight {
  readonly pull: Pull;
  /** The check on the head commit. */
  readonly check: CheckSeen | null;
  /** Its check runs on the head commit: one, kept up to date. */
  readonly checkRuns: number;
  /** Every check that it showed, for earlier heads too, oldest first. */
  readonly checks: readonly CheckSeen[];
  /** The bot's comments by their purpose: `sticky`, `approval`, `reply`, `blast`. */
  readonly comments: ReadonlyMap<string, readonly string[]>;
  readonly labels: readonly string[];
  /** Labels that the bot itself put on (`+`) and took off (`-`). */
  readonly labelled: readonly string[];
  /** The bot's reactions to each comment of a person that has any. */
  readonly reactions: readonly string[];
  /** Auto Handoff runs that the bot follows, started by it or by hand. */
  readonly followed: readonly Run[];
  readonly dispatched: readonly Run[];
  readonly cancelled: readonly Run[];
  /** Runs on its branch that the bot has run again, once for each time. */
  readonly repeated: readonly Run[];
  readonly slack: SlackSight;
  readonly pagerDuty: PagerDutySight;
}

export interface Scenery {
  readonly github: GitHub;
  readonly app: AppIdentity;
  readonly deeds: Deeds;
  readonly services: Services;
}

export function sightOf({ github, app, deeds, services }: Scenery, pull: Pull): Sight {
  const done = deeds.all;
  const { world } = github;
  const named = done.flatMap((deed) =>
    (deed.kind === 'check' || deed.kind === 'comment') && deed.pull === pull.number ? deed.names : [],
  );
  const followed = [...new Set(named)];
  const onHead = world.suites
    .filter((suite) => suite.app === app && suite.headSha === headSha(pull))
    .flatMap(({ checkRuns }) => checkRuns);
  const check = onHead.at(-1);
  const isThen = spanOf(pull, world);
  const pagerDuty = pagerDutySight(services.onCall.pagerDuty.world, pull, isThen);
  const incidents = pagerDuty.incidents.map(({ incident }) => incident);
  const isOwn = (run: Run): boolean => followed.includes(run) || run.headBranch === pull.headRef;
  const own = pull.comments.filter((comment) => comment.app === app);
  return {
    pull,
    check: check === undefined ? null : readCheck(check.conclusion ?? check.status, check.output),
    checkRuns: onHead.length,
    checks: done.flatMap((deed) => (deed.kind === 'check' && deed.pull === pull.number ? [deed.check] : [])),
    comments: Map.groupBy(
      own.map(({ body }) => body),
      purposeOf,
    ),
    labels: pull.labels.map(({ name }) => name),
    labelled: done.flatMap((deed) => labelling(deed, pull)),
    reactions: pull.comments.flatMap(({ reactions }) => {
      const contents = reactions.filter(({ by }) => by === app.bot).map(({ content }) => content);
      return contents.length === 0 ? [] : [contents.join(' ')];
    }),
    followed,
    dispatched: world.dispatches.map(({ run }) => run).filter((run) => followed.includes(run)),
    cancelled: world.cancellations.map(({ run }) => run).filter(isOwn),
    repeated: done.flatMap((deed) => (deed.kind === 'rerun' && isOwn(deed.run) ? [deed.run] : [])),
    slack: slackSight(services.workspace, { pull, incidents, isThen }),
    pagerDuty,
  };
}

function labelling(deed: Deed, pull: Pull): readonly string[] {
  if (deed.kind !== 'label' || deed.pull !== pull.number) return [];
  return [`${deed.on ? '+' : '-'} ${deed.name}`];
}
