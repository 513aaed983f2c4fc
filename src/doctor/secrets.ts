import { describeSecrets, type SecretDescription } from '../aws/describe-secrets.ts';
import { type AwsFailureKind, sentenceOn } from '../aws/failure.ts';
import type { Finding } from '../effect/finding.ts';
import { type Check, finding, orOk } from './check.ts';

/** P3: the bot's own credentials, from wherever they are kept; names only, never a value. */
export const ownSecretsCheck: Check = {
  ids: ['secret_sources'],
  look: async ({ deps }) => {
    const { from, problems } = await deps.secrets.own();
    return orOk(
      problems.map((problem) => {
        const [, variable = 'the settings', said = problem] = /^([A-Z_]+): (.*)$/.exec(problem) ?? [];
        return finding('secret_sources', 'fail', said, variable);
      }),
      finding('secret_sources', 'ok', from.length === 0 ? 'the environment' : from.join(', ')),
    );
  },
};

const OF_EACH = ['secret_known', 'secret_kept', 'secret_age'] as const;

/** Runbook, 権限・Secrets 管理: `ai/ops/langgraph` and `ai/ops/codex`, by DescribeSecret alone. */
export const watchedSecretsCheck: Check = {
  ids: OF_EACH,
  look: async ({ deps: { secrets, clock } }) => {
    if (secrets.watched.length === 0)
      return OF_EACH.map((id) => finding(id, 'skipped', 'AWS_WATCHED_SECRET_IDS is not set'));
    const described = await describeSecrets(secrets.watched, secrets.manager);
    return described.flatMap((one) => judgeSecret(one, clock.now()));
  },
};

/** These say nothing about the secret itself. */
const NO_ANSWER: ReadonlySet<AwsFailureKind> = new Set(['unreachable', 'unavailable']);

const DAY_MS = 86_400_000;
const MAX_AGE_DAYS = 90;

/** @param now epoch milliseconds */
export function judgeSecret(described: SecretDescription, now: number): readonly Finding[] {
  const { id } = described;
  if (!described.ok) {
    const status = NO_ANSWER.has(described.failure.kind) ? 'unknown' : 'fail';
    const seen = sentenceOn(described.failure, 'secretsmanager:DescribeSecret');
    const beyond = (['secret_kept', 'secret_age'] as const).map((each) =>
      finding(each, 'skipped', 'it could not be described', id),
    );
    return [finding('secret_known', status, seen, id), ...beyond];
  }
  const { deletedDate, lastChangedDate, lastRotatedDate } = described.metadata;
  const dates = [lastChangedDate, lastRotatedDate].filter((date) => date !== null);
  const changed = Math.max(...dates.map((date) => Date.parse(date)));
  return [
    finding('secret_known', 'ok', 'described', id),
    deletedDate === null
      ? finding('secret_kept', 'ok', 'it is kept', id)
      : finding('secret_kept', 'fail', `marked for deletion on ${deletedDate.slice(0, 10)}`, id),
    dates.length === 0
      ? finding('secret_age', 'unknown', 'AWS names no date', id)
      : judgeAge(now - changed, id),
  ];
}

function judgeAge(ms: number, id: string): Finding {
  const days = Math.max(0, Math.floor(ms / DAY_MS));
  const status = days > MAX_AGE_DAYS ? 'warn' : 'ok';
  return finding('secret_age', status, `changed ${days} days ago`, id);
}
