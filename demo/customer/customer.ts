import { readFileSync } from 'node:fs';
import type { GitHub } from '../github/github.ts';
import type { Account, Organization, Team } from '../github/model/account.ts';
import type { App, Installation, Permissions } from '../github/model/app.ts';
import type { Label, Repository } from '../github/model/repository.ts';
import { DOCUMENTS } from './documents.ts';
import { WORKFLOW_FILES } from './workflow-files.ts';
import { type Colleague, type Workspace, whoIsWho } from './workspace.ts';

/** The governed repository with its people, as knowledge of the field has it. */
export interface Customer {
  readonly github: GitHub;
  readonly organization: Organization;
  readonly team: Team;
  /** Active member of the AI Ops team. */
  readonly maintainer: Account;
  /** Writes code, is not in the team; opens the pull requests. */
  readonly author: Account;
  /** May label, is not in the team. */
  readonly outsider: Account;
  /** Follows up on what was approved. */
  readonly releaseOwner: Account;
  readonly repository: Repository;
  readonly verified: Label;
  readonly app: App;
  readonly installation: Installation;
}

export interface CustomerOptions {
  /** `.github/ai-ops.yml`; `null` leaves it out. */
  readonly config?: string | null;
  /** Where its people talk; the configuration then says who is who. */
  readonly workspace?: Workspace;
  /** Their ids at PagerDuty, of those who are there. */
  readonly pagerduty?: Readonly<Partial<Record<Colleague, string>>>;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhookSecret: string;
  readonly webhookUrl?: string;
  readonly privateKey?: string;
}

export const LABEL = 'LG-Verified ✅';

/** The ten lines that make the customer's repository work, as documented. */
export const CUSTOMER_CONFIG = readFileSync(
  new URL('../../test/fixtures/config/customer.yml', import.meta.url),
  'utf8',
);

export function customerOn(github: GitHub, options: CustomerOptions): Customer {
  const organization = github.addOrganization('acme');
  const maintainer = github.addUser('mika');
  const author = github.addUser('codex-author');
  const outsider = github.addUser('olli');
  const releaseOwner = github.addUser('rin');
  const team = github.addTeam(organization, 'ai-ops');
  github.setMembership(team, { user: maintainer, state: 'active' });
  const people = { mika: maintainer, 'codex-author': author, olli: outsider, rin: releaseOwner };
  const written = options.config === undefined ? CUSTOMER_CONFIG : options.config;
  const config =
    written === null || options.workspace === undefined
      ? written
      : `${written}${whoIsWho(options.workspace, people, options.pagerduty)}`;
  const repository = github.addRepository({
    owner: organization,
    name: 'erp',
    files: {
      ...WORKFLOW_FILES,
      ...(config === null ? {} : { '.github/ai-ops.yml': config }),
      ...DOCUMENTS,
      'scripts/ci/run-codex-template-smoke.sh': '#!/bin/sh\n',
      'services/hr/index.js': 'export const hr = 1;\n',
      'templates/hr.md': 'A template.\n',
    },
  });
  for (const user of [maintainer, author]) github.setRole(repository, { user, role: 'write' });
  github.setRole(repository, { user: outsider, role: 'triage' });
  const verified = github.addLabel(repository, LABEL);
  const app = github.addApp({
    slug: 'ai-ops',
    owner: organization,
    permissions: options.permissions,
    events: options.events,
    webhookSecret: options.webhookSecret,
    ...(options.webhookUrl === undefined ? {} : { webhookUrl: options.webhookUrl }),
    ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
  });
  const installation = github.install(app, { account: organization });
  return {
    github,
    organization,
    team,
    maintainer,
    author,
    outsider,
    releaseOwner,
    repository,
    verified,
    app,
    installation,
  };
}
