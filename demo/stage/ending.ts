import { episodesHold, INCIDENTS_IN_TIME, incidentsShown } from './alert-expectation.ts';
import { type Expectation, labels, reacts, same, shows } from './expectation.ts';
import { pagerDutyHolds } from './pagerduty-expectation.ts';
import type { Ending } from './scene.ts';
import type { Sight } from './sight.ts';
import { linksBothWays, slackHolds, slackSays, slackShows } from './slack-expectation.ts';

/** The ending as expectations, one for each of its lines. */
export function expectationsOf(ending: Ending): readonly Expectation[] {
  const { check, title, gates, ...rest } = ending;
  const count = (purpose: string) => (sight: Sight) => String(sight.comments.get(purpose)?.length ?? 0);
  return [
    same('in the end the check is', check, (sight) => sight.check?.state ?? 'not there'),
    shows(title, gates),
    same('comments that the bot keeps up to date', '1', count('sticky')),
    same('the kept comment says in its first line', title, titleOfSticky),
    same('approval comments', String(rest.approvals), count('approval')),
    same('comments on what a failed Verify bears upon', String(rest.blasts ?? 0), count('blast')),
    same('replies', String(rest.replies), count('reply')),
    same('comments of the bot without a mark', '0', count('unmarked')),
    same('dispatches', String(rest.dispatches), ({ dispatched }) => String(dispatched.length)),
    same('cancellations', String(rest.cancellations), ({ cancelled }) => String(cancelled.length)),
    same('runs that the bot ran again', String(rest.repeated), ({ repeated }) => String(repeated.length)),
    labels(...rest.labels),
    same('labels that the bot put on and took off', rest.labelled.join(', '), ({ labelled }) =>
      labelled.join(', '),
    ),
    reacts(...rest.reactions),
    ...slackHolds(rest.slack),
    ...slackSays(rest),
    ...episodesHold(rest.episodes),
    ...pagerDutyHolds(rest),
  ];
}

/**
 * What is judged at the end of the scene alone: a stop of the whole repository closes checks of other scenes, too,
 * and once it is lifted they need another check run.
 */
export function onceExpectationsOf({ checkRuns = 1 }: Ending): readonly Expectation[] {
  return [
    same('check runs of the bot on the head commit', String(checkRuns), (sight) => String(sight.checkRuns)),
  ];
}

/** What comes with the next edit of a message in Slack; the bot gathers edits for a quarter of a minute. */
export function laterExpectationsOf({ slack, incidents }: Ending): readonly Expectation[] {
  return [...slackShows(slack), linksBothWays(slack), incidentsShown(incidents), INCIDENTS_IN_TIME];
}

function titleOfSticky({ comments }: Sight): string {
  return /^### \S+ (.*)$/m.exec(comments.get('sticky')?.at(-1) ?? '')?.[1] ?? '';
}
