import { z } from 'zod';
import { addCheckRun, type CheckChange, updateCheckRun } from '../../acts/checks.ts';
import { suiteFor } from '../../acts/suites.ts';
import { checkRunJson } from '../../json/check.ts';
import { type CheckRun, latest, NO_OUTPUT } from '../../model/check.ts';
import { fullName } from '../../model/repository.ts';
import { expectBody } from '../body.ts';
import { ok, type Reply } from '../http.ts';
import { paged } from '../paging.ts';
import { repositoryRoute } from '../permission.ts';
import { notFound, Refusal, unprocessable } from '../refusal.ts';
import type { RepositoryCall, Route } from '../route.ts';

const MAX_TEXT = 65_535;
const text = z.string().max(MAX_TEXT, `is too long (maximum is ${MAX_TEXT} characters)`);

const annotation = z.strictObject({
  path: z.string(),
  start_line: z.number().int(),
  end_line: z.number().int(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().max(255).exactOptional(),
  raw_details: z.string().exactOptional(),
});

const change = z.strictObject({
  name: z.string().min(1).optional(),
  details_url: z.url({ protocol: /^https?$/ }).optional(),
  external_id: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z
    .enum(['action_required', 'cancelled', 'failure', 'neutral', 'success', 'skipped', 'timed_out'])
    .optional(),
  started_at: z.iso.datetime().optional(),
  completed_at: z.iso.datetime().optional(),
  output: z
    .strictObject({
      title: z.string(),
      summary: text,
      text: text.optional(),
      annotations: z.array(annotation).max(50).optional(),
    })
    .optional(),
  actions: z
    .array(
      z.strictObject({
        label: z.string().max(20),
        description: z.string().max(40),
        identifier: z.string().max(20),
      }),
    )
    .max(3)
    .optional(),
});
const creation = change.extend({ name: z.string().min(1), head_sha: z.string() });

/** Check runs; only Apps make them, and each changes its own only. */
export const checkRoutes: readonly Route[] = [
  repositoryRoute('POST /repos/{owner}/{repo}/check-runs', ['checks:write'], create),
  repositoryRoute('PATCH /repos/{owner}/{repo}/check-runs/{id}', ['checks:write'], update),
  repositoryRoute('GET /repos/{owner}/{repo}/check-runs/{id}', ['checks:read'], (call) =>
    ok(checkRunJson(call.world, checkOf(call))),
  ),
  repositoryRoute('GET /repos/{owner}/{repo}/check-runs/{id}/annotations', ['checks:read'], (call) => {
    const { output, suite } = checkOf(call);
    const blob = `${call.world.urls.html}/${fullName(suite.repository)}/blob/${suite.headSha}`;
    return paged(call, output.annotations, {
      json: (one) => ({
        start_column: null,
        end_column: null,
        title: null,
        raw_details: null,
        blob_href: `${blob}/${one.path}`,
        ...one,
      }),
    });
  }),
  repositoryRoute('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', ['checks:read'], ofCommit),
];

function create(call: RepositoryCall): Reply {
  const { world, repository, token } = call;
  const wanted = expectBody(creation, call.body);
  if (!/^[0-9a-f]{40}$/.test(wanted.head_sha) || !world.commits.has(wanted.head_sha)) {
    throw unprocessable(`No commit found for SHA: ${wanted.head_sha}`);
  }
  const suite = suiteFor(world, repository, { app: token.installation.app, sha: wanted.head_sha });
  const made = addCheckRun(world, suite, { ...changeOf(wanted), name: wanted.name });
  return { status: 201, body: checkRunJson(world, made) };
}

function update(call: RepositoryCall): Reply {
  const check = checkOf(call);
  const { app } = call.token.installation;
  if (check.suite.app !== app) {
    const message = `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`;
    throw new Refusal(403, message);
  }
  updateCheckRun(call.world, check, changeOf(expectBody(change, call.body), check));
  return ok(checkRunJson(call.world, check));
}

/** @throws {Refusal} 422 for a conclusion without its status, or the other way round. */
function changeOf(wanted: z.output<typeof change>, before?: CheckRun): CheckChange {
  const { status, conclusion, output, actions } = wanted;
  if (conclusion !== undefined && status !== undefined && status !== 'completed') {
    throw unprocessable('Invalid request.\n\n"conclusion" is only permitted with status "completed".');
  }
  if (status === 'completed' && conclusion === undefined) {
    throw unprocessable('Invalid request.\n\n"conclusion" wasn\'t supplied.');
  }
  const was = before?.output ?? NO_OUTPUT;
  return {
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
    ...(wanted.details_url === undefined ? {} : { detailsUrl: wanted.details_url }),
    ...(wanted.external_id === undefined ? {} : { externalId: wanted.external_id }),
    ...(wanted.started_at === undefined ? {} : { startedAt: wanted.started_at }),
    ...(wanted.completed_at === undefined ? {} : { completedAt: wanted.completed_at }),
    ...(status === undefined ? {} : { status }),
    ...(conclusion === undefined ? {} : { conclusion, status: 'completed' }),
    ...(actions === undefined ? {} : { actions }),
    ...(output === undefined
      ? {}
      : {
          output: {
            title: output.title,
            summary: output.summary,
            text: output.text ?? null,
            annotations: [...was.annotations, ...(output.annotations ?? [])],
          },
        }),
  };
}

function ofCommit(call: RepositoryCall): Reply {
  const { world, repository, params, request } = call;
  const { query } = request;
  const commit = world.commitAt(repository, params.ref ?? '');
  if (commit === null) throw unprocessable(`No commit found for SHA: ${params.ref}`);
  const name = query.get('check_name');
  const status = query.get('status');
  const app = query.get('app_id');
  const newestOnly = query.get('filter') !== 'all';
  const found = world.suites
    .filter((suite) => suite.repository === repository && suite.headSha === commit.sha)
    .filter((suite) => app === null || String(suite.app.id) === app)
    .flatMap(({ checkRuns }) => (newestOnly ? latest(checkRuns) : checkRuns))
    .filter((check) => name === null || check.name === name)
    .filter((check) => status === null || check.status === status);
  return paged(call, found, {
    json: (check) => checkRunJson(world, check),
    wrap: (check_runs, total_count) => ({ total_count, check_runs }),
  });
}

function checkOf({ world, repository, params }: RepositoryCall): CheckRun {
  const found = world.checkRun(repository, Number(params.id));
  if (found === undefined) throw notFound();
  return found;
}
