import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import type { Permissions } from '../../demo/github/model/app.ts';
import type { Changes } from '../../demo/github/model/commit.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { probotOf } from '../../src/github/app.ts';
import { type Proposed, proposeTo } from '../../src/init/init.ts';
import { createLog } from '../../src/log.ts';
import type { Locale } from '../../src/policies/locale.ts';
import { Secret } from '../../src/secrets.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { serveByNock } from '../github-stand-in/nock.ts';

export const GRANTED = readManifest(new URL('../../app.yml', import.meta.url).pathname).default_permissions;
const NIGHT_IN_TOKYO = Date.parse('2026-03-01T18:00:00Z');

export interface World {
  readonly github: GitHub;
  readonly customer: Customer;
  run(how?: { readonly locale?: Locale; readonly dryRun?: boolean }): Promise<Proposed>;
  /** What the runs changed at GitHub, in order. */
  deeds(): readonly string[];
  commitToMain(changes: Changes): void;
  /** Content of a file on the proposal's branch, or on another. */
  file(path: string, branch?: string): string | undefined;
  /** Pull requests for the proposal's branch, oldest first. */
  pulls(): readonly Pull[];
  close(): void;
}

/** The first customer's repository without a configuration, at a stand-in that this process reaches as GitHub. */
export function openWorld(permissions: Permissions = GRANTED): World {
  const clock = { now: () => NIGHT_IN_TOKYO };
  const github = createGitHub({ clock });
  const customer = customerOn(github, {
    config: null,
    permissions,
    events: [],
    webhookSecret: 'only-for-tests-0123456789abcdef',
  });
  const { app, repository, maintainer } = customer;
  const probot = probotOf({
    appId: app.id,
    privateKey: new Secret(app.privateKeyPem),
    apiUrl: 'https://api.github.com',
    log: createLog({ level: 'silent' }),
  });
  return {
    github,
    customer,
    run: ({ locale = 'en', dryRun = false } = {}) =>
      proposeTo({ probot, clock }, { owner: 'acme', repo: 'erp' }, { locale, dryRun }),
    deeds: () =>
      github.service.requests
        .filter(({ method, path, body }) => isDeed(method, path, body))
        .map(({ method, path, status }) => `${method} ${path.replace('/repos/acme/erp', '')} ${status}`),
    commitToMain: (changes) => {
      github.commitTo(repository, { branch: 'main', changes, author: maintainer });
    },
    file: (path, branch = 'ai-ops/init') => github.world.tip(repository, branch).tree.get(path)?.content,
    pulls: () => github.world.pulls.filter(({ headRef }) => headRef === 'ai-ops/init'),
    close: serveByNock(github),
  };
}

/** Reading by GraphQL and fetching a token change nothing. */
function isDeed(method: string, path: string, body: unknown): boolean {
  if (path === '/graphql') return JSON.stringify(body).includes('mutation');
  return method !== 'GET' && !path.endsWith('/access_tokens');
}
