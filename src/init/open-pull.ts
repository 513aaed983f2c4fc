import { CodedError } from '../errors.ts';
import { readFiles } from '../github/files.ts';
import { type NewFile, type Proposal, type ProposedPull, proposalOn } from '../github/proposal.ts';
import { asking, type Hub } from './asking.ts';
import type { Plan } from './plan.ts';
import type { Survey } from './survey.ts';

/** Where the proposal is made. */
const BRANCH = 'ai-ops/init';

export interface OpenedPull {
  readonly number: number;
  readonly url: string;
  /** `unchanged`: it was there and said just this. */
  readonly outcome: 'opened' | 'updated' | 'unchanged';
}

interface Work {
  readonly survey: Survey;
  readonly plan: Plan;
  /** This App's own, `<slug>[bot]`. */
  readonly login: string;
}

/**
 * Brings the plan to the branch and opens its pull request; where both are there and this App's own, brings them
 * up to date. Safe to run again after it broke off anywhere.
 *
 * @throws {CodedError} AIOPS_INIT_BRANCH_TAKEN, AIOPS_INIT_PULL_TAKEN where they are somebody else's
 */
export async function openPull({ client, clock }: Hub, work: Work): Promise<OpenedPull> {
  const { survey, plan } = work;
  const { owner, repo, defaultBranch } = survey;
  const name = `${owner}/${repo}`;
  const proposal = proposalOn(client, { owner, repo, base: defaultBranch, branch: BRANCH });
  const ask = <T>(doing: string, question: () => Promise<T>): Promise<T> => asking(clock, doing, question);
  const open = ownPull(
    await ask(`look for the pull request of ${BRANCH}`, () => proposal.pulls('open')),
    work,
  );
  const tip = await ask(`look for the branch ${BRANCH}`, () => proposal.tip());
  if (tip === null) await ask(`make the branch ${BRANCH} in ${name}`, () => proposal.makeBranch(survey.tip));
  else await ask(`read who pushed to ${BRANCH}`, () => expectOwnBranch(proposal, tip, work));
  const files =
    tip === null ? plan.files : await ask(`read the branch ${BRANCH}`, () => missingOn(client, work));
  const commit = { tip: tip ?? survey.tip, headline: plan.title, files };
  if (files.length > 0) await ask(`commit to ${BRANCH} of ${name}`, () => proposal.commit(commit));
  if (open === null) {
    const { number, url } = await ask(`open a pull request for ${BRANCH} in ${name}`, () =>
      proposal.open(plan),
    );
    return { number, url, outcome: 'opened' };
  }
  const { number, url } = open;
  const isSame = open.title === plan.title && open.body === plan.body;
  if (!isSame) await ask(`write ${name}#${number} anew`, () => proposal.rewrite(number, plan));
  return { number, url, outcome: isSame && files.length === 0 ? 'unchanged' : 'updated' };
}

/** The pull request that is open for the branch; `null` for none. */
function ownPull([pull]: readonly ProposedPull[], { login }: Work): ProposedPull | null {
  if (pull === undefined || pull.by === login) return pull ?? null;
  throw new CodedError(
    'AIOPS_INIT_PULL_TAKEN',
    `${pull.url} is open for ${BRANCH} and by ${pull.by ?? 'somebody else'}; close it and run this again`,
  );
}

/** Refuses where somebody else has pushed to the branch since it was made: what people wrote is not written over. */
async function expectOwnBranch(proposal: Proposal, tip: string, { survey, login }: Work): Promise<void> {
  const name = `${survey.owner}/${survey.repo}`;
  const ownership = await proposal.ownership(tip, login);
  if (ownership.kind === 'untold')
    throw new CodedError(
      'AIOPS_INIT_BRANCH_UNKNOWN',
      `GitHub does not tell yet who pushed to ${BRANCH} of ${name}; run this again in a minute, or delete the branch first`,
    );
  if (ownership.kind === 'taken')
    throw new CodedError(
      'AIOPS_INIT_BRANCH_TAKEN',
      `${ownership.by ?? 'somebody'} pushed to ${BRANCH} of ${name}, and it is left as it is; merge or close its pull request, delete the branch and run this again`,
    );
}

/** The files that the branch has not, or has otherwise. */
async function missingOn(client: Hub['client'], { survey, plan }: Work): Promise<readonly NewFile[]> {
  const where = { owner: survey.owner, repo: survey.repo, at: `refs/heads/${BRANCH}` };
  const found = await readFiles(
    client,
    where,
    plan.files.map(({ path }) => path),
  );
  return plan.files.filter(({ text }, index) => {
    const file = found[index];
    return file?.kind !== 'text' || file.text !== text;
  });
}
