import type {
  Label as LabelJson,
  RepoRef,
  Repository as RepositoryJson,
  RepositoryLite,
  Workflow as WorkflowJson,
} from '@octokit/webhooks-types';
import { fullName, type Label, type Repository } from '../model/repository.ts';
import type { Workflow } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { accountJson } from './account.ts';
import { apiAddresses, gitAddresses } from './repository-addresses.ts';

export function repositoryJson(world: World, repository: Repository): RepositoryJson {
  const open = world.pulls.filter((pull) => pull.repository === repository && pull.state === 'open').length;
  return {
    ...repositoryLiteJson(world, repository),
    ...gitAddresses(world, repository),
    ...NOTHING_SPECIAL,
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    archived: repository.archived,
    default_branch: repository.defaultBranch,
    created_at: repository.createdAt,
    updated_at: world.now(),
    pushed_at: world.now(),
    open_issues: open,
    open_issues_count: open,
  };
}

/** What every repository says that nothing in particular is known of. */
const NOTHING_SPECIAL = {
  homepage: null,
  size: 0,
  stargazers_count: 0,
  watchers_count: 0,
  watchers: 0,
  forks_count: 0,
  forks: 0,
  language: null,
  license: null,
  mirror_url: null,
  disabled: false,
  allow_forking: true,
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: true,
  has_pages: false,
  has_discussions: false,
  is_template: false,
  web_commit_signoff_required: false,
  topics: [],
  custom_properties: {},
};

/** The short form, as a workflow run's `head_repository` has it. */
export function repositoryLiteJson(world: World, repository: Repository): RepositoryLite {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: accountJson(world, repository.owner),
    description: null,
    fork: repository.parent !== null,
    html_url: `${world.urls.html}/${fullName(repository)}`,
    ...apiAddresses(`${world.urls.api}/repos/${fullName(repository)}`),
  };
}

export function repositoryRef(world: World, repository: Repository): RepoRef {
  return {
    id: repository.id,
    url: `${world.urls.api}/repos/${fullName(repository)}`,
    name: repository.name,
  };
}

export function labelJson(world: World, repository: Repository, label: Label): LabelJson {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${world.urls.api}/repos/${fullName(repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function workflowJson(world: World, workflow: Workflow): WorkflowJson {
  const { repository } = workflow;
  const html = `${world.urls.html}/${fullName(repository)}`;
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    created_at: workflow.createdAt,
    updated_at: workflow.createdAt,
    url: `${world.urls.api}/repos/${fullName(repository)}/actions/workflows/${workflow.id}`,
    html_url: `${html}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${html}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
}
