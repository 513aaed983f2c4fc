import { checkRun, checkSuite } from './checks.ts';
import type { Handler } from './handler.ts';
import { installation, installationRepositories } from './installation.ts';
import { issueComment } from './issue-comment.ts';
import { label } from './label.ts';
import { pullRequest, pullRequestReview } from './pull-request.ts';
import { workflowJob, workflowRun } from './workflows.ts';

/** The events that are handled, one handler each; `app.yml` subscribes to the same ones. */
export const HANDLERS = {
  check_run: checkRun,
  check_suite: checkSuite,
  installation,
  installation_repositories: installationRepositories,
  issue_comment: issueComment,
  label,
  pull_request: pullRequest,
  pull_request_review: pullRequestReview,
  workflow_job: workflowJob,
  workflow_run: workflowRun,
} as const satisfies Readonly<Record<string, Handler>>;

export type HandledEvent = keyof typeof HANDLERS;
