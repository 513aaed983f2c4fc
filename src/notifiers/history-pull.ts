import type { HistoryPullEffect } from '../effect/effect.ts';
import { unreachable } from '../errors.ts';
import type { GitHubClient } from '../github/client.ts';
import { readDefaultBranch } from '../github/default-branch.ts';
import { type FoundFile, readFiles } from '../github/files.ts';
import { type NewFile, type Proposal, type ProposedPull, proposalOn } from '../github/proposal.ts';
import { withHistory } from '../history/document.ts';
import { referenceOf } from '../history/owed.ts';
import { attempt, type NotifierDeps } from './attempt.ts';
import type { Notifier, Outcome, Sending } from './notifier.ts';
import { type FileDeed, historyBody, historyLines, historyTitle } from './wording/history-pull.ts';

/**
 * Proposes the lines about a change in a pull request from a branch of its own (P4). Each step finds what an
 * earlier try has done: the pull request by its branch and author, the branch by who pushed to it, the lines by
 * their reference. What people have done there stays as it is.
 */
export function historyPullNotifier(deps: NotifierDeps): Notifier<HistoryPullEffect> {
  return {
    kinds: ['history_pull'],
    send: (sending) => {
      const { effect } = sending;
      return attempt(deps, effect.repository, async (client) => {
        const { owner, repo } = effect.repository;
        const base = await readDefaultBranch(client, effect.repository);
        const branch = `ai-ops/${referenceOf(effect.change)}`;
        const proposal = proposalOn(client, { owner, repo, base: base.name, branch });
        const login = await deps.botLogin();
        const known = (await proposal.pulls('all')).find(({ by }) => by === login);
        if (known !== undefined) return sent(known);
        return propose(client, proposal, { sending, login, baseTip: base.tip });
      });
    },
  };
}

interface Work {
  readonly sending: Sending<HistoryPullEffect>;
  readonly login: string;
  readonly baseTip: string;
}

async function propose(client: GitHubClient, proposal: Proposal, work: Work): Promise<Outcome> {
  const { effect, ledger } = work.sending;
  const tip = await proposal.tip();
  const refused = tip === null ? null : await refusalOf(proposal, tip, work.login);
  if (refused !== null) return refused;
  const at = tip ?? work.baseTip;
  const paths = [...new Set(effect.files)];
  const { owner, repo } = effect.repository;
  const found = await readFiles(client, { owner, repo, at }, paths);
  const history = historyLines(effect, ledger);
  const drafts = paths.map((path, index) =>
    draftOf(path, found[index] ?? { kind: 'other' }, { effect, history }),
  );
  if (drafts.every(({ deed }) => deed === 'unread')) return nothingToWrite(paths);
  const files = drafts.flatMap(({ file }) => (file === null ? [] : [file]));
  if (tip === null) await proposal.makeBranch(work.baseTip);
  const headline = historyTitle(effect);
  if (files.length > 0) await proposal.commit({ tip: at, headline, files });
  const body = historyBody(effect, { lines: history.lines, files: drafts });
  return sent(await proposal.open({ title: headline, body }));
}

async function refusalOf(proposal: Proposal, tip: string, login: string): Promise<Outcome | null> {
  const ownership = await proposal.ownership(tip, login);
  switch (ownership.kind) {
    case 'own':
      return null;
    case 'untold':
      return {
        kind: 'retry',
        code: 'AIOPS_BRANCH_UNTOLD',
        detail: `GitHub does not tell yet who pushed to ${proposal.branch}`,
        afterMs: null,
      };
    case 'taken':
      return {
        kind: 'rejected',
        code: 'AIOPS_BRANCH_TAKEN',
        detail: `${ownership.by ?? 'somebody'} pushed to ${proposal.branch}, and it is left as it is; delete it to have the lines proposed`,
      };
    default:
      return unreachable(ownership);
  }
}

interface Draft {
  readonly path: string;
  readonly deed: FileDeed;
  /** `null`: nothing of it is to be written. */
  readonly file: NewFile | null;
}

function draftOf(
  path: string,
  found: FoundFile,
  of: { readonly effect: HistoryPullEffect; readonly history: ReturnType<typeof historyLines> },
): Draft {
  switch (found.kind) {
    case 'other':
      return { path, deed: 'unread', file: null };
    case 'none':
      return { path, deed: 'made', file: { path, text: withHistory(null, of.history) } };
    case 'text': {
      const stands = found.text.includes(referenceOf(of.effect.change));
      return {
        path,
        deed: 'added',
        file: stands ? null : { path, text: withHistory(found.text, of.history) },
      };
    }
    default:
      return unreachable(found);
  }
}

function nothingToWrite(paths: readonly string[]): Outcome {
  return {
    kind: 'rejected',
    code: 'AIOPS_HISTORY_UNREADABLE',
    detail: `GitHub shows none of ${paths.join(', ')} as text; add the lines by hand`,
  };
}

function sent({ number, url }: ProposedPull): Outcome {
  return { kind: 'sent', result: { id: number, url } };
}
