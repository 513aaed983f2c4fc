import { commitJson } from '../../json/check.ts';
import { fullName, type Protection, type Repository, type Ruleset } from '../../model/repository.ts';
import type { World } from '../../model/world.ts';
import { ok } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { Route } from '../route.ts';

/** A branch, and what must be met before it is merged into. */
export const ruleRoutes: readonly Route[] = [
  repositoryRoute('GET /repos/{owner}/{repo}/branches/{branch}', ['contents:read'], (call) => {
    const { world, repository, params } = call;
    const branch = params.branch ?? '';
    if (!repository.branches.has(branch)) throw new Refusal(404, 'Branch not found');
    return ok(branchJson(world, repository, branch));
  }),
  // Any name is taken, whether there is such a branch or not: the rules would hold for it.
  repositoryRoute('GET /repos/{owner}/{repo}/rules/branches/{branch}', ['metadata:read'], (call) => {
    const { repository, params } = call;
    const rulesets = rulesetsOf(repository, params.branch ?? '');
    const rules = rulesets.flatMap((ruleset) => rulesJson(repository, ruleset));
    return paged(call, rules, { json: (rule) => rule });
  }),
];

function rulesetsOf({ rulesets }: Repository, branch: string): readonly Ruleset[] {
  return rulesets.filter(
    ({ enforcement, branches }) => enforcement === 'active' && branches.includes(branch),
  );
}

function branchJson(world: World, repository: Repository, branch: string) {
  const api = `${world.urls.api}/repos/${fullName(repository)}/branches/${branch}`;
  const protection = repository.protections.get(branch) ?? null;
  const commit = world.tip(repository, branch);
  return {
    name: branch,
    commit: { sha: commit.sha, node_id: `C_${commit.sha}`, commit: commitJson(commit) },
    _links: { self: api, html: `${world.urls.html}/${fullName(repository)}/tree/${branch}` },
    protected: protection !== null || rulesetsOf(repository, branch).length > 0,
    protection: protectionJson(protection),
    protection_url: `${api}/protection`,
  };
}

/** What who may only read is shown of it. */
function protectionJson(protection: Protection | null) {
  const checks = protection?.requiredChecks ?? [];
  return {
    enabled: protection !== null,
    required_status_checks: {
      enforcement_level: checks.length === 0 ? 'off' : 'non_admins',
      contexts: checks.map(({ context }) => context),
      checks: checks.map(({ context, app }) => ({ context, app_id: app })),
    },
  };
}

function rulesJson(repository: Repository, { id, requiredChecks, mergeQueue }: Ruleset) {
  const source = {
    ruleset_source_type: 'Repository',
    ruleset_source: fullName(repository),
    ruleset_id: id,
  };
  const checks = {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      do_not_enforce_on_create: false,
      required_status_checks: requiredChecks.map(({ context, app }) =>
        app === null ? { context } : { context, integration_id: app },
      ),
    },
    ...source,
  };
  const queue = {
    type: 'merge_queue',
    parameters: {
      check_response_timeout_minutes: 60,
      grouping_strategy: 'ALLGREEN',
      max_entries_to_build: 5,
      max_entries_to_merge: 5,
      merge_method: 'SQUASH',
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 5,
    },
    ...source,
  };
  return [...(requiredChecks.length > 0 ? [checks] : []), ...(mergeQueue ? [queue] : [])];
}
