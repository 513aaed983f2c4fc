import type { PullTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import { nextStep } from '../notifiers/wording/next-step.ts';
import { seenText, wantedText } from '../notifiers/wording/said.ts';
import { judge, POLICY_VERSION } from '../policies/evaluate.ts';
import { placeOf } from '../policies/place.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { Decision, Store } from '../store/store.ts';
import { type OutputOptions, print, printable, table } from './output.ts';
import { knownPull } from './place.ts';
import { withStore } from './with-store.ts';

const SHOWN_DECISIONS = 10;

/** Shows a decision, and makes it again from its facts: the same policies must come to the same verdicts. */
export async function explain(
  name: string,
  options: OutputOptions & { readonly at?: string },
): Promise<void> {
  const place = placeOf(name);
  const number = place?.number ?? null;
  if (place === null || number === null)
    throw new CodedError('AIOPS_USAGE', `${name} is not a pull request; write owner/repo#12`);
  await withStore(async (store) => {
    const pull = await knownPull(store, place, number);
    const recent = await store.pulls.decisions(pull, SHOWN_DECISIONS);
    const decision =
      options.at === undefined
        ? await newest(store, name, recent[0]?.id)
        : await find(store, pull, options.at);
    const again = judgedAgain(decision);
    print(options, { pull: name, decision, again, recent }, [
      ...lines(name, decision),
      '',
      sentenceOn(again),
      ...(recent.length > 1
        ? ['', 'Decisions, newest first:', ...recent.map(({ id, at }) => `  ${at}  ${id}`)]
        : []),
    ]);
    if (again === 'differs') process.exitCode = 1;
  });
}

async function newest(store: Store, name: string, id: string | undefined): Promise<Decision> {
  const decision = id === undefined ? null : await store.pulls.decision(id);
  if (decision !== null) return decision;
  throw new CodedError(
    'AIOPS_NO_DECISION',
    `${name} is known, but nothing was decided for it yet; is it governed?`,
  );
}

async function find(
  store: Store,
  { owner, repo, repositoryId, number }: PullTarget,
  id: string,
): Promise<Decision> {
  const decision = await store.pulls.decision(id);
  if (decision !== null && decision.repositoryId === repositoryId && decision.number === number)
    return decision;
  throw new CodedError(
    'AIOPS_UNKNOWN_DECISION',
    `${owner}/${repo}#${number} has no decision ${printable(id)}; run without --at to see those it has`,
  );
}

function lines(name: string, decision: Decision): readonly string[] {
  return [
    `${name} at head ${decision.headSha}, base ${printable(decision.baseRef)}`,
    `decision ${decision.id}, made ${decision.at}, policy ${decision.policyVersion}`,
    '',
    ...table([
      ['gate', 'outcome', 'code', 'seen', 'wanted', 'next step'],
      ...decision.verdicts.map((v) => [
        v.gate,
        v.outcome,
        v.code,
        seenText(v.seen, 'en'),
        wantedText(v.wanted, 'en'),
        v.outcome === 'pass'
          ? ''
          : nextStep(v.code, {
              labelName: decision.settings.label.name,
              headSha: decision.headSha,
              locale: 'en',
            }),
      ]),
    ]),
  ];
}

type Again = 'same' | 'differs' | 'other_policy' | 'not_from_facts';

function judgedAgain(decision: Decision): Again {
  if (decision.verdicts.every(({ code }) => code.startsWith('config_'))) return 'not_from_facts';
  if (decision.policyVersion !== POLICY_VERSION) return 'other_policy';
  return said(judge(decision.facts, decision.settings)) === said(decision.verdicts) ? 'same' : 'differs';
}

function said(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ gate, outcome, code }) => `${gate} ${outcome} ${code}`).join(', ');
}

function sentenceOn(again: Again): string {
  switch (again) {
    case 'same':
      return 'Made again from its stored facts, it comes to the same.';
    case 'differs':
      return 'Made again from its stored facts, it comes to something else: the facts or the verdicts were changed.';
    case 'other_policy':
      return `It was made under another policy version than this build's (${POLICY_VERSION}), so it is not made again.`;
    case 'not_from_facts':
      return 'The configuration was broken, so no facts were judged.';
  }
}
