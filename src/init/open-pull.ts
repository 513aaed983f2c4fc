import { z } from 'zod';
import { CodedError } from '../errors.ts';
import { expectAnswer } from '../github/answer.ts';
import { asking, type Hub } from './asking.ts';
import { BRANCH, commitFiles, expectOwnBranch, makeBranch, missingOn, tipOf } from './branch.ts';
import type { Plan } from './plan.ts';
import type { Survey } from './survey.ts';

export interface OpenedPull {
  readonly number: number;
  readonly url: string;
  /** `unchanged`: it was there and said just this. */
  readonly outcome: 'opened' | 'updated' | 'unchanged';
}

const pullAnswer = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullable(),
});
type Pull = z.output<typeof pullAnswer>;

/**
 * Brings the plan to the branch and opens its pull request; where both are there and this App's own, brings them
 * up to date. Safe to run again after it broke off anywhere.
 *
 * @param login this App's own, `<slug>[bot]`
 * @throws {CodedError} AIOPS_INIT_BRANCH_TAKEN, AIOPS_INIT_PULL_TAKEN where they are somebody else's
 */
export async function openPull(
  hub: Hub,
  work: { readonly survey: Survey; readonly plan: Plan; readonly login: string },
): Promise<OpenedPull> {
  const { survey, plan, login } = work;
  const open = await ownPull(hub, survey, login);
  const tip = await tipOf(hub, survey);
  if (tip === null) await makeBranch(hub, survey);
  else await expectOwnBranch(hub, survey, { tip, login });
  const files = tip === null ? plan.files : await missingOn(hub, survey, plan.files);
  if (files.length > 0)
    await commitFiles(hub, survey, { tip: tip ?? survey.tip, headline: plan.title, files });
  if (open === null) return { ...(await makePull(hub, survey, plan)), outcome: 'opened' };
  const isSame = open.title === plan.title && open.body === plan.body;
  if (!isSame) await rewritePull(hub, survey, { number: open.number, plan });
  const outcome = isSame && files.length === 0 ? 'unchanged' : 'updated';
  return { number: open.number, url: open.html_url, outcome };
}

/** The pull request that is open for the branch; `null` for none. */
async function ownPull({ client, clock }: Hub, survey: Survey, login: string): Promise<Pull | null> {
  const { owner, repo, defaultBranch } = survey;
  const pulls = await asking(clock, `look for the pull request of ${BRANCH}`, async () => {
    const { data } = await client.request('GET /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      state: 'open',
      head: `${owner}:${BRANCH}`,
      base: defaultBranch,
    });
    return expectAnswer(z.array(pullAnswer), data, 'pull requests');
  });
  const [pull] = pulls;
  if (pull === undefined || pull.user?.login === login) return pull ?? null;
  throw new CodedError(
    'AIOPS_INIT_PULL_TAKEN',
    `${pull.html_url} is open for ${BRANCH} and by ${pull.user?.login ?? 'somebody else'}; close it and run this again`,
  );
}

async function makePull(
  { client, clock }: Hub,
  { owner, repo, defaultBranch }: Survey,
  { title, body }: Plan,
): Promise<Omit<OpenedPull, 'outcome'>> {
  const pull = await asking(clock, `open a pull request for ${BRANCH} in ${owner}/${repo}`, async () => {
    const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      title,
      body,
      head: BRANCH,
      base: defaultBranch,
    });
    return expectAnswer(pullAnswer, data, 'pull request');
  });
  return { number: pull.number, url: pull.html_url };
}

async function rewritePull(
  { client, clock }: Hub,
  { owner, repo }: Survey,
  { number, plan }: { readonly number: number; readonly plan: Plan },
): Promise<void> {
  await asking(clock, `write ${owner}/${repo}#${number} anew`, () =>
    client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
      owner,
      repo,
      pull_number: number,
      title: plan.title,
      body: plan.body,
    }),
  );
}
