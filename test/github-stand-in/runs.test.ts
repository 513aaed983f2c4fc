import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { CI, type Given, given, HANDOFF, send } from './given.ts';

const RUNS = 'GET /repos/acme/shop/actions/workflows/handoff.yml/runs';
const DISPATCH = 'POST /repos/acme/shop/actions/workflows/handoff.yml/dispatches';

describe('a dispatch', () => {
  const inputs = { handoff_id: 'h-1' };

  test('starts a run on the tip of the branch and tells its id where it is asked for', () => {
    const { github, ask, repository, told } = given();
    const answer = ask(DISPATCH, { ref: 'main', inputs, return_run_details: true });
    const [dispatch] = github.world.dispatches;
    const run = dispatch?.run;
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      workflow_run_id: run?.id,
      run_url: `https://api.github.com/repos/acme/shop/actions/runs/${run?.id}`,
      html_url: `https://github.com/acme/shop/actions/runs/${run?.id}`,
    });
    expect(dispatch).toMatchObject({ ref: 'main', inputs, by: { login: 'ai-ops-bot[bot]' } });
    expect(ask(`GET /repos/acme/shop/actions/runs/${run?.id}`).body).toMatchObject({
      event: 'workflow_dispatch',
      head_sha: repository.branches.get('main'),
      head_branch: 'main',
      path: HANDOFF,
      display_title: 'Handoff h-1',
      status: 'queued',
      run_attempt: 1,
      actor: { login: 'ai-ops-bot[bot]', type: 'Bot' },
    });
    expect(told()).toEqual(['workflow_run.requested', 'check_run.created', 'workflow_job.queued']);
  });

  test('says nothing where it is not asked, and always in the newer version of the API', () => {
    const { ask } = given();
    expect(ask(DISPATCH, { ref: 'main', inputs })).toMatchObject({ status: 204, text: '' });
    expect(ask(DISPATCH, { ref: 'main', inputs }, { 'x-github-api-version': '2026-03-10' }).status).toBe(200);
  });

  test('a disabled workflow is refused', () => {
    const { github, ask } = given();
    ask(DISPATCH, { ref: 'main', inputs });
    for (const workflow of github.world.workflows) workflow.state = 'disabled_manually';
    expect(ask(DISPATCH, { ref: 'main', inputs }).status).toBe(422);
  });

  test('a branch whose file declares other inputs has its own say', () => {
    const { github, ask, repository, alice } = given();
    const plain = 'name: Handoff\non: workflow_dispatch\njobs: {}\n';
    github.commitTo(repository, { branch: 'plain', changes: { [HANDOFF]: plain }, author: alice });
    expect(ask(DISPATCH, { ref: 'plain', inputs }).status).toBe(422);
    expect(ask(DISPATCH, { ref: 'plain' }).status).toBe(204);
  });
});

test('runs are found by event, branch, time, head and actor, newest first', () => {
  const { github, ask, time, repository, bob } = given();
  const first = github.startRun(repository, { workflow: HANDOFF, event: 'workflow_dispatch', actor: bob });
  time.now += 60_000;
  const second = github.startRun(repository, { workflow: HANDOFF, event: 'schedule' });
  const ids = (query: string): unknown => {
    const { workflow_runs } = ask(`${RUNS}?${query}`).body as { workflow_runs: readonly { id: number }[] };
    return workflow_runs.map(({ id }) => id);
  };
  expect(ids('')).toEqual([second.id, first.id]);
  expect(ids('event=workflow_dispatch')).toEqual([first.id]);
  expect(ids('branch=other')).toEqual([]);
  expect(ids('actor=bob')).toEqual([first.id]);
  expect(ids(`head_sha=${first.headSha}`)).toEqual([second.id, first.id]);
  expect(ids('created=%3E%3D2026-03-01T10:01:00Z')).toEqual([second.id]);
  expect(ids('created=%3E%3D2026-03-01T10:00:00.500Z')).toEqual([second.id, first.id]);
  expect(ids('created=%3C2026-03-01T10:01:00Z')).toEqual([first.id]);
  expect(ids('created=2026-03-01..2026-03-02')).toEqual([second.id, first.id]);
  expect(ids('status=queued&per_page=1')).toEqual([second.id]);
  expect(ask(`${RUNS}?per_page=1`).headers.link).toBe(
    '<https://api.github.com/repos/acme/shop/actions/workflows/handoff.yml/runs?per_page=1&page=2>; rel="next", ' +
      '<https://api.github.com/repos/acme/shop/actions/workflows/handoff.yml/runs?per_page=1&page=2>; rel="last"',
  );
});

/** Names, states and conclusions of the jobs of an attempt. */
function jobs({ ask }: Given, run: number, attempt: number) {
  const { body } = ask(`GET /repos/acme/shop/actions/runs/${run}/attempts/${attempt}/jobs`);
  const { jobs } = body as {
    jobs: readonly {
      name: string;
      conclusion: string;
      steps: readonly { name: string; conclusion: string }[];
    }[];
  };
  return jobs.map(({ name, conclusion, steps }) => ({
    name,
    conclusion,
    steps: steps.map((step) => `${step.name}: ${step.conclusion}`),
  }));
}

describe('a run on its way', () => {
  test('fails in a step; a re-run of what failed is its next attempt', () => {
    const world = given();
    const { github, ask, repository, pull } = world;
    const run = github.startRun(repository, { workflow: CI, event: 'pull_request', pull });
    const annotations = [
      { path: 'a.ts', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'broken' },
    ] as const;
    github.completeRun(run, 'failure', { failedJob: 'unit', failedStep: 'Test', annotations });
    expect(jobs(world, run.id, 1)).toEqual([
      {
        name: 'lint',
        conclusion: 'success',
        steps: ['Set up job: success', 'Lint: success', 'Complete job: success'],
      },
      {
        name: 'unit',
        conclusion: 'failure',
        steps: ['Set up job: success', 'Test: failure', 'Complete job: success'],
      },
    ]);
    const unit = run.suite.checkRuns.at(-1);
    expect(ask(`GET /repos/acme/shop/check-runs/${unit?.id}/annotations`).body).toMatchObject([
      { message: 'broken' },
    ]);
    expect(ask(`GET /repos/acme/shop/actions/jobs/${unit?.id}`).body).toMatchObject({
      run_id: run.id,
      name: 'unit',
    });

    expect(ask(`POST /repos/acme/shop/actions/runs/${run.id}/rerun-failed-jobs`).status).toBe(201);
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}`).body).toMatchObject({
      run_attempt: 2,
      status: 'queued',
      conclusion: null,
    });
    expect(ask(`POST /repos/acme/shop/actions/runs/${run.id}/rerun`).status).toBe(403);
    expect(jobs(world, run.id, 2).map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['lint', 'success'],
      ['unit', null],
    ]);
    github.completeRun(run);
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}`).body).toMatchObject({ conclusion: 'success' });
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}/attempts/1`).body).toMatchObject({
      conclusion: 'failure',
      run_attempt: 1,
    });
    expect(ask(`POST /repos/acme/shop/actions/runs/${run.id}/rerun-failed-jobs`).status).toBe(403);
  });

  test('goes from step to step, and waits where people must approve', () => {
    const world = given();
    const { github, ask, repository, told } = world;
    const run = github.startRun(repository, { workflow: HANDOFF, event: 'workflow_dispatch' });
    github.holdJob(run, 'go');
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}/pending_deployments`).body).toMatchObject([
      { environment: { name: 'production' } },
    ]);
    github.releaseJob(run, 'go');
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}/pending_deployments`).body).toEqual([]);
    told();
    github.progress(run, { job: 'go', step: 'Review' });
    expect(told()).toEqual(['workflow_run.in_progress', 'workflow_job.in_progress']);
    expect(jobs(world, run.id, 1)).toEqual([
      {
        name: 'go',
        conclusion: null,
        steps: ['Set up job: success', 'Generate templates: success', 'Review: null', 'Complete job: null'],
      },
    ]);
  });

  test('is cancelled once; what has ended is not', () => {
    const { github, ask, repository } = given();
    const run = github.startRun(repository, { workflow: HANDOFF, event: 'workflow_dispatch' });
    const cancel = `POST /repos/acme/shop/actions/runs/${run.id}/cancel`;
    expect(ask(cancel).status).toBe(202);
    expect(github.world.cancellations).toMatchObject([
      { run: { id: run.id }, by: { login: 'ai-ops-bot[bot]' } },
    ]);
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}`).body).toMatchObject({
      status: 'completed',
      conclusion: 'cancelled',
    });
    expect(ask(cancel).status).toBe(409);
  });

  test('that reaches a time limit is called cancelled; only an annotation says why', () => {
    const { github, ask, repository, pull } = given();
    const run = github.startRun(repository, { workflow: CI, event: 'pull_request', pull });
    github.progress(run, { job: 'unit' });
    github.timeOutRun(run, { job: 'unit', minutes: 15 });
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}`).body).toMatchObject({
      status: 'completed',
      conclusion: 'cancelled',
    });
    const said = run.suite.checkRuns.map(({ id }) => {
      const { body } = ask(`GET /repos/acme/shop/check-runs/${id}/annotations`);
      return (body as unknown as readonly { message: string }[]).map(({ message }) => message);
    });
    expect(said).toEqual([
      [],
      [
        'The job running on runner GitHub Actions 7 has exceeded the maximum execution time of 15 minutes.',
        'The operation was canceled.',
      ],
    ]);
  });

  test('that a newer one takes the place of, or a person cancels, says so; a job that never ran has no steps', () => {
    const { github, ask, repository, pull, alice } = given();
    const start = () => github.startRun(repository, { workflow: CI, event: 'pull_request', pull });
    const [first, second] = [start(), start()];
    github.supersedeRun(first, 'ci-feature');
    github.progress(second, { job: 'lint' });
    github.cancelRun(second, alice);
    const jobs = (id: number) =>
      ask(`GET /repos/acme/shop/actions/runs/${id}/jobs`).body.jobs as readonly {
        readonly id: number;
        readonly steps: readonly unknown[];
        readonly conclusion: string;
        readonly runner_id: number | null;
      }[];
    const says = (id: number) =>
      ask(`GET /repos/acme/shop/check-runs/${id}/annotations`).body as unknown as readonly object[];
    expect(jobs(first.id)).toMatchObject([
      { steps: [], conclusion: 'cancelled', runner_id: null },
      { steps: [], conclusion: 'cancelled', runner_id: null },
    ]);
    expect(says(jobs(first.id)[0]?.id ?? 0)).toMatchObject([
      { message: "Canceling since a higher priority waiting request for 'ci-feature' exists" },
    ]);
    const [lint, unit] = jobs(second.id);
    expect([lint?.steps.length, unit?.steps.length]).toEqual([3, 0]);
    expect(says(lint?.id ?? 0)).toMatchObject([{ message: 'The run was canceled by @alice.' }]);
  });

  test('that cannot start has no jobs, and nobody is told', () => {
    const { github, ask, repository, pull, told } = given();
    told();
    const run = github.failToStart(repository, { workflow: CI, event: 'pull_request', pull });
    expect(told()).toEqual([]);
    expect(ask('GET /repos/acme/shop/actions/workflows/ci.yml/runs').body).toMatchObject({
      workflow_runs: [{ id: run.id, status: 'completed', conclusion: 'startup_failure' }],
    });
    expect(ask(`GET /repos/acme/shop/actions/runs/${run.id}/attempts/1/jobs`).body).toEqual({
      total_count: 0,
      jobs: [],
    });
  });

  test('has a log for each job that ended, with the storage service, for a minute', () => {
    const { github, ask, repository, pull, time } = given();
    const run = github.startRun(repository, { workflow: CI, event: 'pull_request', pull });
    const id = run.suite.checkRuns[0]?.id;
    github.progress(run, { job: 'lint' });
    github.writeLog(run, { job: 'lint', text: 'retrying in 30 s' });
    const logs = `GET /repos/acme/shop/actions/jobs/${id}/logs`;
    expect(ask(logs).status).toBe(404);
    github.completeJob(run, 'lint');
    const redirect = ask(logs);
    expect(redirect.status).toBe(302);
    const url = new URL(redirect.headers.location ?? '');
    const follow = (headers = {}) => send(github, `GET /_storage${url.pathname}${url.search}`, { headers });
    expect(follow().text).toBe('retrying in 30 s\n');
    expect(follow({ authorization: 'token x' }).status).toBe(403);
    time.now += 61_000;
    expect(follow().status).toBe(403);
  });

  test('is too old to be re-run after a month', () => {
    const { github, askAsApp, installation, repository, time } = given();
    const run = github.startRun(repository, { workflow: HANDOFF, event: 'workflow_dispatch' });
    github.completeRun(run);
    time.now += 31 * 86_400_000;
    const { token } = askAsApp(`POST /app/installations/${installation.id}/access_tokens`).body;
    const answer = send(github, `POST /repos/acme/shop/actions/runs/${run.id}/rerun`, {
      authorization: `token ${token}`,
    });
    expect(answer.status).toBe(403);
    expect(answer.body.message).toContain('created over a month ago');
  });
});

describe('artifacts', () => {
  const upload = (world: Given) => {
    const run = world.github.startRun(world.repository, {
      workflow: CI,
      event: 'pull_request',
      pull: world.pull,
    });
    world.github.completeRun(run, 'success', {
      artifacts: { report: { 'latest.json': '{"items":[]}' }, other: new Uint8Array([1, 2]) },
    });
    return run;
  };
  const follow = (world: Given, location: string, headers: Readonly<Record<string, string>> = {}) => {
    const url = new URL(location);
    return send(world.github, `GET /_storage${url.pathname}${url.search}`, { headers });
  };

  test('are listed by name, and downloaded from elsewhere without credentials', () => {
    const world = given();
    const run = upload(world);
    const listed = world.ask(`GET /repos/acme/shop/actions/runs/${run.id}/artifacts?name=report`);
    expect(listed.body).toMatchObject({
      total_count: 1,
      artifacts: [{ name: 'report', expired: false, workflow_run: { id: run.id, head_sha: run.headSha } }],
    });
    const id = run.artifacts[0]?.id;
    const redirect = world.ask(`GET /repos/acme/shop/actions/artifacts/${id}/zip`);
    expect(redirect.status).toBe(302);
    const location = redirect.headers.location ?? '';
    expect(location).toMatch(/^https:\/\/productionresultssa0\.blob\.core\.windows\.net\//);
    const archive = follow(world, location);
    expect(Buffer.from(unzipSync(Buffer.from(archive.text, 'latin1'))['latest.json'] ?? []).toString()).toBe(
      '{"items":[]}',
    );
    expect(follow(world, location, { authorization: 'token x' }).status).toBe(403);
    expect(
      follow(
        world,
        location.replace(/sig=./, (first) => (first === 'sig=0' ? 'sig=1' : 'sig=0')),
      ).status,
    ).toBe(403);
    expect(follow(world, location.replace(`${id}.zip`, `${(id ?? 0) + 1}.zip`)).status).toBe(403);
    world.time.now += 61_000;
    expect(follow(world, location).status).toBe(403);
  });

  test('are gone when they have expired', () => {
    const world = given();
    const [artifact] = upload(world).artifacts;
    if (artifact === undefined) throw new Error('nothing was uploaded');
    world.github.expireArtifact(artifact);
    expect(world.ask(`GET /repos/acme/shop/actions/artifacts/${artifact.id}/zip`).status).toBe(410);
  });
});
