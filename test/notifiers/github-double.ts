import { afterEach } from '@jest/globals';
import { tunedOctokit } from '../../src/github/client.ts';
import type { NotifierDeps } from '../../src/notifiers/attempt.ts';
import { Secret } from '../../src/secrets.ts';
import { nock } from '../support/nock.ts';
import { HEAD } from './effects.ts';

export const APP_ID = 4242;
export const TOKEN = `ghs_${'Zz09_'.repeat(12)}`;
export const MARKER_KEY = 'the-marker-key-of-the-tests';
export const NOW = Date.parse('2026-11-22T12:00:00Z');

interface StoredComment {
  readonly id: number;
  body: string;
  readonly appId: number | null;
}

interface StoredCheck {
  readonly id: number;
  readonly appId: number;
  readonly headSha: string;
  name: string;
  externalId: string;
  status: string;
  conclusion: string | null;
}

/** What a test expects to be called is gone with it. */
export function withFreshNock(): void {
  afterEach(() => nock.cleanAll());
}

/** How the next call that changes something goes wrong; `done` says whether GitHub had done it by then. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly message?: string;
      readonly done: boolean;
    }
  | { readonly kind: 'network'; readonly code: string; readonly done: boolean }
  | { readonly kind: 'silence'; readonly done: boolean };

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

type Answer = readonly [status: number, body: object, headers?: Record<string, string>];

/** As fetch reports it: a code for the network, a name for a time limit that passed. */
function errorOf(fault: Exclude<Fault, { kind: 'status' }>): Error {
  return fault.kind === 'silence'
    ? Object.assign(new Error('The operation was aborted due to timeout'), { name: 'TimeoutError' })
    : Object.assign(new Error(`${fault.code} while talking`), { code: fault.code });
}

/** As much of GitHub as the notifiers touch, for one PR; what it was asked is kept in order. */
export function githubDouble() {
  const comments: StoredComment[] = [];
  const checks: StoredCheck[] = [];
  const labels = new Set(['LG-Verified ✅']);
  const reactions = new Set<string>();
  const runs: Record<string, unknown>[] = [];
  const cancelled = new Set<string>();
  const reruns: string[] = [];
  const calls: Call[] = [];
  let ids = 1000;
  const nextId = (): number => ++ids;

  const shownComment = ({ id, body, appId }: StoredComment): object => ({
    id,
    node_id: `IC_${id}`,
    html_url: `https://github.com/octo/shop/pull/7#issuecomment-${id}`,
    body,
    performed_via_github_app: appId === null ? null : { id: appId },
  });
  const shownCheck = ({ id, appId, name, externalId, status, conclusion }: StoredCheck): object => ({
    id,
    node_id: `CR_${id}`,
    html_url: `https://github.com/octo/shop/runs/${id}`,
    name,
    external_id: externalId,
    status,
    conclusion,
    app: { id: appId },
  });

  const routes: readonly (readonly [string, RegExp, (call: Call, ...parts: string[]) => Answer])[] = [
    [
      'POST',
      /\/issues\/7\/comments$/,
      ({ body }) => {
        const comment = { id: nextId(), body: String(body.body), appId: APP_ID };
        comments.push(comment);
        return [201, shownComment(comment)];
      },
    ],
    [
      'PATCH',
      /\/issues\/comments\/(\d+)$/,
      ({ body }, id) => {
        const comment = comments.find((each) => each.id === Number(id));
        if (comment === undefined) return [404, { message: 'Not Found' }];
        comment.body = String(body.body);
        return [200, shownComment(comment)];
      },
    ],
    [
      'POST',
      /\/check-runs$/,
      ({ body }) => {
        const check: StoredCheck = {
          id: nextId(),
          appId: APP_ID,
          headSha: String(body.head_sha),
          name: String(body.name),
          externalId: String(body.external_id),
          status: String(body.status),
          conclusion: typeof body.conclusion === 'string' ? body.conclusion : null,
        };
        checks.push(check);
        return [201, shownCheck(check)];
      },
    ],
    [
      'PATCH',
      /\/check-runs\/(\d+)$/,
      ({ body }, id) => {
        const check = checks.find((each) => each.id === Number(id));
        if (check === undefined) return [404, { message: 'Not Found' }];
        check.externalId = String(body.external_id);
        check.status = String(body.status);
        check.conclusion = typeof body.conclusion === 'string' ? body.conclusion : null;
        return [200, shownCheck(check)];
      },
    ],
    [
      'POST',
      /\/issues\/7\/labels$/,
      ({ body }) => {
        for (const label of body.labels as string[]) labels.add(label);
        return [200, []];
      },
    ],
    [
      'DELETE',
      /\/issues\/7\/labels\/(.+)$/,
      (_, name = '') => {
        return labels.delete(decodeURIComponent(name))
          ? [200, []]
          : [404, { message: 'Label does not exist' }];
      },
    ],
    [
      'POST',
      /\/issues\/comments\/555\/reactions$/,
      ({ body }) => {
        const known = reactions.has(String(body.content));
        reactions.add(String(body.content));
        return [known ? 200 : 201, { id: 1 }];
      },
    ],
    [
      'POST',
      /\/actions\/workflows\/ai-ops-auto-handoff\.yml\/dispatches$/,
      ({ body }) => {
        runs.push(body);
        const id = nextId();
        return [
          200,
          {
            workflow_run_id: id,
            run_url: `https://api.github.com/x/${id}`,
            html_url: `https://github.com/octo/shop/actions/runs/${id}`,
          },
        ];
      },
    ],
    [
      'POST',
      /\/actions\/runs\/(\d+)\/cancel$/,
      (_, id = '') => {
        if (cancelled.has(id)) return [409, { message: 'Cannot cancel a workflow run that is completed.' }];
        cancelled.add(id);
        return [202, {}];
      },
    ],
    [
      'POST',
      /\/actions\/runs\/(\d+)\/rerun$/,
      (_, id = '') => {
        if (reruns.includes(id)) return [403, { message: 'The workflow run is already running' }];
        reruns.push(id);
        return [201, {}];
      },
    ],
  ];

  const reads: readonly (readonly [RegExp, (...parts: string[]) => Answer])[] = [
    [
      /\/actions\/runs\/(\d+)$/,
      (id = '') => [
        200,
        {
          run_attempt: 1 + reruns.filter((each) => each === id).length,
          status: 'completed',
          html_url: `https://github.com/octo/shop/actions/runs/${id}`,
        },
      ],
    ],
    [
      /\/issues\/7\/comments\?per_page=100&page=(\d+)$/,
      (page = '1') => {
        const from = (Number(page) - 1) * 100;
        const link =
          comments.length > from + 100 ? { link: '<https://api.github.com/next>; rel="next"' } : {};
        return [200, comments.slice(from, from + 100).map(shownComment), link];
      },
    ],
    [
      /\/issues\/comments\/(\d+)$/,
      (id) => {
        const comment = comments.find((each) => each.id === Number(id));
        return comment === undefined ? [404, { message: 'Not Found' }] : [200, shownComment(comment)];
      },
    ],
    // GitHub narrows the list by name; the bot must not depend on how.
    [
      new RegExp(
        `/commits/${HEAD}/check-runs\\?check_name=[^&]+&app_id=${APP_ID}&filter=all&per_page=100&page=1$`,
      ),
      () => [200, { total_count: checks.length, check_runs: checks.map(shownCheck) }],
    ],
  ];

  const change = (call: Call): Answer => {
    for (const [method, path, act] of routes) {
      const match = path.exec(call.path);
      if (method === call.method && match !== null) return act(call, ...match.slice(1));
    }
    throw new Error(`the double does not know ${call.method} ${call.path}`);
  };
  const read = (path: string): Answer => {
    for (const [pattern, answer] of reads) {
      const match = pattern.exec(path);
      if (match !== null) return answer(...match.slice(1));
    }
    throw new Error(`the double does not know GET ${path}`);
  };

  /** Serves from now on; the fault meets every call that changes something, or every read where it says so. */
  function serve(fault: Fault | null = null, on: 'changes' | 'reads' = 'changes'): void {
    nock.cleanAll();
    const scope = nock('https://api.github.com').persist();
    let next: Answer = [500, {}];
    const meets = (method: string): boolean => fault !== null && (method === 'GET') === (on === 'reads');
    scope.on('request', (request: Request, _: unknown, body: string) => {
      const { method } = request;
      const { pathname, search } = new URL(request.url);
      const call = { method, path: pathname + search, body: body === '' ? {} : JSON.parse(body) };
      calls.push(call);
      if (!meets(method) || fault?.done) next = method === 'GET' ? read(call.path) : change(call);
      if (meets(method) && fault?.kind === 'status') {
        next = [fault.status, { message: fault.message ?? 'an error' }, fault.headers ?? {}];
      }
    });
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      const interceptor = scope.intercept(/^\/repos\/octo\/shop\//, method);
      if (!meets(method) || fault === null || fault.kind === 'status') {
        interceptor.reply(() => [next[0], next[1], next[2] ?? {}]);
      } else {
        interceptor.replyWithError(errorOf(fault));
      }
    }
  }

  return { comments, checks, labels, reactions, runs, cancelled, reruns, calls, serve };
}

export type GitHubDouble = ReturnType<typeof githubDouble>;

/** The real client against the double, with everything it logs. */
export function depsFor(): NotifierDeps & { readonly logged: string[] } {
  const logged: string[] = [];
  const keep = (...args: unknown[]): void => void logged.push(JSON.stringify(args));
  const log = { debug: keep, info: keep, warn: keep, error: keep };
  const Octokit = tunedOctokit();
  const client = new Octokit({ auth: { token: TOKEN }, log });
  return {
    github: async () => client,
    appId: APP_ID,
    botLogin: async () => 'ai-ops[bot]',
    markerKey: new Secret(MARKER_KEY),
    now: () => NOW,
    logged,
  };
}
