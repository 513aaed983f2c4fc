import type {
  ChangeEventEffect,
  DailyPageEffect,
  EpisodePageEffect,
  PageEffect,
} from '../effect/messages.ts';
import { unreachable } from '../errors.ts';
import { dedupKey } from '../pagerduty/dedup-key.ts';
import type { Trigger } from '../pagerduty/event.ts';
import type { PagerDutyEvents } from '../pagerduty/events.ts';
import type { Answer } from '../pagerduty/failure.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';
import type { Notifier, Outcome, Sending } from './notifier.ts';
import { changeText } from './wording/pagerduty/change.ts';
import { dailyPageText } from './wording/pagerduty/daily-page.ts';
import { episodePageText } from './wording/pagerduty/episode-page.ts';
import { type PageContext, pageText } from './wording/pagerduty/page.ts';

/** What the notifiers for PagerDuty need. */
export interface PagerDutyDeps {
  /** For the settings of now; `null` where PagerDuty is not set up. */
  readonly events: () => PagerDutyEvents | null;
  /** The same for the REST API. */
  readonly rest: () => PagerDutyRest | null;
  /** Host of the GitHub whose repositories are governed, such as `github.com`. */
  readonly githubHost: string;
  /** The routing key was refused: read the credentials again. */
  readonly refused: () => void;
}

/** An operator sets it up, or gives back what was taken away; nothing is lost meanwhile. */
const NOT_SET_UP_MS = 60_000;

/** Calls whoever is on call for a handoff, or ends the call. */
export function pageNotifier(deps: PagerDutyDeps): Notifier<PageEffect> {
  return {
    kinds: ['page'],
    send: ({ effect, isOver, ...known }) =>
      page(deps, { ...effect, isOver, repositoryId: effect.pull.repositoryId }, () =>
        pageText(effect, contextOf(deps, known)),
      ),
  };
}

/** Calls whoever is on call for an episode, or ends the call. */
export function episodePageNotifier(deps: PagerDutyDeps): Notifier<EpisodePageEffect> {
  return {
    kinds: ['episode_page'],
    send: ({ effect, isOver, ...known }) =>
      page(deps, { ...effect, isOver, repositoryId: effect.repository.repositoryId }, () =>
        episodePageText(effect, contextOf(deps, known)),
      ),
  };
}

/** Tells that Slack does not take the daily status, or ends that. */
export function dailyPageNotifier(deps: PagerDutyDeps): Notifier<DailyPageEffect> {
  return {
    kinds: ['daily_page'],
    send: ({ effect, isOver }) => {
      const { action, repository } = effect;
      const { repositoryId } = repository;
      const of = { action, isOver, repositoryId, matter: 'daily_report', scope: 'status' } as const;
      return page(deps, of, () => dailyPageText(effect, deps.githubHost));
    },
  };
}

function contextOf(deps: PagerDutyDeps, { about, ledger }: Pick<Sending, 'about' | 'ledger'>): PageContext {
  return { host: deps.githubHost, slackUrl: about?.url ?? null, ledger };
}

interface Call extends Pick<PageEffect, 'action' | 'scope'>, Pick<Sending, 'isOver'> {
  readonly matter: string;
  readonly repositoryId: number;
}

/**
 * PagerDuty makes one incident of one dedup key, so a repeat is none. What was over before PagerDuty could be reached
 * is told for the record alone: nobody is woken for it where the service's urgency follows severity.
 */
function page(
  deps: PagerDutyDeps,
  { action, repositoryId, matter, scope, isOver }: Call,
  told: () => Omit<Trigger, 'action' | 'dedupKey'>,
): Promise<Outcome> {
  const key = dedupKey({ host: deps.githubHost, repositoryId, matter, scope });
  return attemptEvents(deps, (events) => {
    if (action === 'resolve') return events.enqueue({ action, dedupKey: key });
    const trigger = told();
    const severity = isOver ? 'info' : trigger.severity;
    return events.enqueue({ action, dedupKey: key, ...trigger, severity });
  });
}

/**
 * Shows a change beside the incidents. One whose answer was lost is sent again: shown twice it calls nobody, and
 * one that is taken for sent though PagerDuty was down would be lost.
 */
export function changeEventNotifier(deps: PagerDutyDeps): Notifier<ChangeEventEffect> {
  return {
    kinds: ['change_event'],
    send: ({ effect }) => attemptEvents(deps, (events) => events.change(changeText(effect, deps.githubHost))),
  };
}

function attemptEvents(
  deps: PagerDutyDeps,
  act: (events: PagerDutyEvents) => Promise<Answer>,
): Promise<Outcome> {
  return attemptPagerDuty(deps, { with: deps.events, setting: 'PAGERDUTY_ROUTING_KEY' }, act);
}

/** Does one thing at PagerDuty, and says what came of it. */
export async function attemptPagerDuty<Client>(
  deps: PagerDutyDeps,
  means: { readonly with: () => Client | null; readonly setting: string },
  act: (client: Client) => Promise<Answer>,
): Promise<Outcome> {
  const client = means.with();
  if (client === null)
    return {
      kind: 'retry',
      code: 'AIOPS_PAGERDUTY_UNCONFIGURED',
      detail: `PagerDuty is not set up; set ${means.setting}`,
      afterMs: NOT_SET_UP_MS,
    };
  return outcomeOf(await act(client), deps);
}

function outcomeOf(answer: Answer, deps: PagerDutyDeps): Outcome {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'sent', result: {} };
    case 'unsent':
      return { kind: 'retry', code: 'AIOPS_PAGERDUTY_UNREACHABLE', detail: answer.detail, afterMs: null };
    case 'limited':
      return {
        kind: 'retry',
        code: 'AIOPS_PAGERDUTY_LIMITED',
        detail: answer.detail,
        afterMs: answer.afterMs,
      };
    case 'ambiguous':
      return { kind: 'unanswered', code: 'AIOPS_PAGERDUTY_UNANSWERED', detail: answer.detail };
    case 'refused':
      deps.refused();
      return { kind: 'rejected', code: 'AIOPS_PAGERDUTY_REFUSED', detail: answer.detail };
    default:
      return unreachable(answer);
  }
}
