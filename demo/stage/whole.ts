import { judgeHeard } from './heard.ts';
import type { Played } from './play.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

const REFUSED = 400;

/** GitHub says so of somebody who is not in the team: an answer, not a refusal. */
const NO_MEMBER = /^GET \/orgs\/[^/]+\/teams\/[^/]+\/memberships\/[^/]+ → 404$/;

/** What no scene can tell alone: that all the bot did belongs to one of them, and that all went in order. */
export function judgeWhole(played: readonly Played[], stage: Stage, tally: Tally): void {
  const { world, service } = stage.customer.github;
  const sights = played.map(({ cast }) => stage.sight(cast.pull));
  const dispatched = sights.flatMap((sight) => sight.dispatched);
  const cancelled = sights.flatMap((sight) => sight.cancelled);
  tally.none(
    'runs dispatched for no PR, or for two',
    world.dispatches
      .filter(({ run }) => dispatched.filter((one) => one === run).length !== 1)
      .map(({ run }) => String(run.id)),
  );
  tally.none(
    'runs cancelled that are of no PR',
    world.cancellations.filter(({ run }) => !cancelled.includes(run)).map(({ run }) => String(run.id)),
  );
  tally.none(
    'runs that are of no PR, or of two, and were run again',
    stage.deeds.all.flatMap((deed) =>
      deed.kind === 'rerun' && sights.filter(({ repeated }) => repeated.includes(deed.run)).length !== 1
        ? [String(deed.run.id)]
        : [],
    ),
  );
  judgeHeard(sights, stage, tally);
  tally.none('calls that GitHub does not know', world.unexpected);
  tally.none(
    'deeds that the bot has no reason for, or that GitHub refused',
    stage.deeds.all.flatMap((deed) => (deed.kind === 'odd' ? [deed.what] : [])),
  );
  tally.none(
    'questions that GitHub refused',
    service.requests
      .filter(({ status, fault }) => (status ?? 0) >= REFUSED && fault === null)
      .map(({ method, path, status }) => `${method} ${path} → ${status}`)
      .filter((line) => !NO_MEMBER.test(line)),
  );
  tally.none(
    'webhooks that the bot did not take',
    world.deliveries
      .filter(({ outcome }) => outcome === null || Math.floor(outcome.statusCode / 100) !== 2)
      .map(({ event, action, outcome }) => `${event}.${action} → ${outcome?.statusCode ?? 'not sent'}`),
  );
  tally.none(
    "errors in the bot's log",
    stage.bot.log.filter(({ level }) => BAD.has(level)).map(({ text }) => text),
  );
}

const BAD: ReadonlySet<string> = new Set(['error', 'fatal', 'stderr', 'stdout']);
