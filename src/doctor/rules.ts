import { z } from 'zod';
import { gateSettings } from '../config/repository.ts';
import type { Finding } from '../effect/finding.ts';
import { expectAnswer, pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { checkName } from '../notifiers/wording/check.ts';
import { type Check, finding } from './check.ts';
import { type BaseRules, judgeBase, type RequiredCheck } from './judge-rules.ts';
import { seenOr } from './reason.ts';
import type { Subject } from './subject.ts';

const IDS = ['base_branch', 'check_required', 'check_pinned', 'check_premature', 'merge_queue'] as const;

/** What the branch's rules require is what really keeps a pull request from being merged. */
export const rulesCheck: Check = {
  ids: IDS,
  look: async (subject) => {
    const config = await subject.config();
    const { defaultBranch } = await subject.repository();
    const { base_branches } = gateSettings(config, defaultBranch);
    const bases = await Promise.all(base_branches.map((base) => look(subject, base, config.mode)));
    return bases.flat();
  },
};

function look(subject: Subject, base: string, mode: 'observe' | 'enforce'): Promise<readonly Finding[]> {
  const { github, clock } = subject.deps;
  return seenOr(IDS, { clock, about: base }, async () => {
    const rules = await readRules(await subject.client(), subject, base);
    if (rules === null) return [finding('base_branch', 'fail', 'there is no such branch', base)];
    return judgeBase(rules, { base, check: checkName(base), mode, appId: github.appId });
  });
}

const gone = z.object({ status: z.literal(404) });
const branchAnswer = z.object({
  protected: z.boolean(),
  protection: z
    .object({
      enabled: z.boolean().optional(),
      required_status_checks: z
        .object({
          enforcement_level: z.string().optional(),
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullable() })).default([]),
        })
        .nullish(),
    })
    .optional(),
});
const rulesAnswer = z.array(
  z.object({
    type: z.string(),
    parameters: z
      .object({
        required_status_checks: z
          .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
          .optional(),
      })
      .optional(),
  }),
);

/**
 * The rules that hold for a branch, of rulesets and of its older protection; `null` where there is no such
 * branch. A ruleset that is only being evaluated is not among them.
 *
 * @see https://docs.github.com/rest/repos/rules#get-rules-for-a-branch
 * @see https://docs.github.com/rest/branches/branches#get-a-branch
 */
async function readRules(
  client: GitHubClient,
  { place }: Subject,
  branch: string,
): Promise<BaseRules | null> {
  const where = { ...place, branch };
  const answer = await client
    .request('GET /repos/{owner}/{repo}/branches/{branch}', where)
    .catch((error: unknown) => {
      if (gone.safeParse(error).success) return null;
      throw error;
    });
  if (answer === null) return null;
  const { protected: isProtected, protection } = expectAnswer(branchAnswer, answer.data, 'branch');
  const list = { params: where, schema: rulesAnswer, what: 'rules' };
  const rules: z.output<typeof rulesAnswer> = [];
  for await (const page of pages(client, 'GET /repos/{owner}/{repo}/rules/branches/{branch}', list))
    rules.push(...page);
  const ofRulesets = rules
    .flatMap(({ parameters }) => parameters?.required_status_checks ?? [])
    .map(({ context, integration_id }): RequiredCheck => ({ context, appId: integration_id ?? null }));
  const classic = protection?.required_status_checks;
  const ofProtection = (classic?.enforcement_level === 'off' ? [] : (classic?.checks ?? [])).map(
    ({ context, app_id }): RequiredCheck => ({ context, appId: app_id }),
  );
  return {
    required: [...ofRulesets, ...ofProtection],
    // Protected, by no ruleset, and the answer does not say by what.
    hidden: isProtected && rules.length === 0 && protection === undefined,
    hasMergeQueue: rules.some(({ type }) => type === 'merge_queue'),
  };
}
