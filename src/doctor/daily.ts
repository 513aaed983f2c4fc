import type { RepositoryConfig } from '../config/repository.ts';
import type { Effect } from '../effect/effect.ts';
import type { Finding } from '../effect/finding.ts';
import type { RepositoryTarget } from '../effect/place.ts';
import { CodedError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { LedgerDraft, Store } from '../store/store.ts';
import { type Changes, changesBetween } from './changes.ts';
import { CHECKS } from './checks.ts';
import type { DoctorDeps } from './deps.ts';
import { examine, gitHubWasNotAsked } from './examine.ts';
import { Subject } from './subject.ts';

export interface DailyDeps {
  readonly store: Store;
  readonly doctor: Omit<DoctorDeps, 'store'>;
  /** Whether there is a Slack to tell, as it is now. */
  readonly toSlack: () => boolean;
  readonly log: Logger;
}

/**
 * Looks at the preconditions of one repository (P1), keeps what was found, and says what got worse and what
 * is well again: to the channel and in the ledger.
 *
 * @param key the repository's id, as the store's `doctor` job names it
 * @throws {CodedError} AIOPS_DOCTOR_UNREACHABLE where GitHub could not be asked at all: nothing would be news
 */
export async function examineDaily(key: string, deps: DailyDeps): Promise<void> {
  const { store, log } = deps;
  const repositories = await store.installations.repositories();
  const found = repositories.find(({ id }) => String(id) === key);
  if (found === undefined) return;
  const { id: repositoryId, installationId, owner, name: repo } = found;
  const subject = new Subject({ owner, repo }, { ...deps.doctor, store: { kind: 'open', store } });
  const findings = await examine(CHECKS, subject);
  const unasked = gitHubWasNotAsked(findings);
  if (unasked !== null) throw new CodedError('AIOPS_DOCTOR_UNREACHABLE', unasked.seen);
  const last = await store.examinations.last(repositoryId);
  const changes = changesBetween(last?.told ?? [], findings);
  const at = new Date(deps.doctor.clock.now()).toISOString();
  const target = { installationId, repositoryId, owner, repo };
  const news = changes.worse.length + changes.well.length > 0;
  await store.examinations.keep(
    { repositoryId, at, findings, told: changes.told },
    {
      ledger: news ? [entryOf(changes, target)] : [],
      effects: news && deps.toSlack() ? [noticeOf(changes, { target, at, ...(await voiceOf(subject)) })] : [],
    },
  );
  const count = (status: Finding['status']) => findings.filter((one) => one.status === status).length;
  log.info(
    {
      repository: subject.name,
      fail: count('fail'),
      warn: count('warn'),
      unknown: count('unknown'),
      worse: changes.worse.length,
      well: changes.well.length,
    },
    'the preconditions were looked at',
  );
}

function entryOf({ worse, well }: Changes, { owner, repo }: RepositoryTarget): LedgerDraft {
  return {
    action: 'doctor.changed',
    subject: `${owner}/${repo}`,
    actor: 'ai-ops',
    data: {
      worse: worse.map(({ id, about, status }) => ({ id, about, status })),
      well: well.map(({ id, about }) => ({ id, about })),
    },
  };
}

/** How the repository is spoken to. */
interface Voice {
  readonly locale: RepositoryConfig['locale'];
  /** `null`: the bot's own. */
  readonly channel: string | null;
}

/** Where its configuration cannot be used it is spoken to in English, in the bot's own channel. */
async function voiceOf(subject: Subject): Promise<Voice> {
  try {
    const { config } = await subject.configReading();
    return { locale: config.locale, channel: config.slack.channel ?? null };
  } catch {
    return { locale: 'en', channel: null };
  }
}

function noticeOf(
  { worse, well }: Changes,
  { target, at, locale, channel }: Voice & { readonly target: RepositoryTarget; readonly at: string },
): Effect {
  return {
    kind: 'slack_notice',
    key: `notice:doctor:${target.repositoryId}:${at}`,
    lane: `notice:doctor:${target.repositoryId}`,
    locale,
    channel,
    repository: target,
    notice: {
      says: 'doctor',
      place: `${target.owner}/${target.repo}`,
      worse: worse.map(({ id, status, about }) => ({ id, status, about })),
      well,
    },
    mentions: [],
  };
}
