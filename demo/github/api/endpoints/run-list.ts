import { runJson } from '../../json/run.ts';
import { current, type Run } from '../../model/run.ts';
import type { Reply } from '../http.ts';
import { paged } from '../paging.ts';
import type { RepositoryCall } from '../route.ts';

/** Runs of the repository, newest first, by the filters of the query. */
export function runList(call: RepositoryCall, among: (run: Run) => boolean): Reply {
  const { world, repository, request } = call;
  const asked = (name: string, value: (run: Run) => string | null) => {
    const wanted = request.query.get(name);
    return (run: Run): boolean => wanted === null || value(run) === wanted;
  };
  const created = createdRange(request.query.get('created'));
  const found = world.runs
    .filter((run) => run.repository === repository && among(run))
    .filter(asked('event', (run) => run.event))
    .filter(asked('branch', (run) => run.headBranch))
    .filter(asked('head_sha', (run) => run.headSha))
    .filter(asked('actor', (run) => run.actor.login))
    .filter(asked('check_suite_id', (run) => String(run.suite.id)))
    .filter(statusIs(request.query.get('status')))
    .filter((run) => created(Date.parse(run.createdAt)))
    .toReversed();
  return paged(call, found, {
    json: (run) => runJson(world, run, current(run)),
    wrap: (workflow_runs, total_count) => ({ total_count, workflow_runs }),
  });
}

/** `status` takes a status or a conclusion. */
function statusIs(wanted: string | null): (run: Run) => boolean {
  return (run) => {
    const { status, conclusion } = current(run);
    return wanted === null || status === wanted || conclusion === wanted;
  };
}

/** The search syntax for dates: `>=T`, `>T`, `<=T`, `<T`, `T..T`, `T`; a bare day means all of it. */
function createdRange(text: string | null): (at: number) => boolean {
  if (text === null) return () => true;
  const [from, to] = text.split('..');
  if (from !== undefined && to !== undefined) {
    return (at) => (from === '*' || at >= time(from)) && (to === '*' || at <= dayEnd(to));
  }
  const [, sign = '', when = ''] = /^(>=|<=|>|<)?(.*)$/.exec(text) ?? [];
  if (sign === '>=') return (at) => at >= time(when);
  if (sign === '>') return (at) => at > dayEnd(when);
  if (sign === '<=') return (at) => at <= dayEnd(when);
  if (sign === '<') return (at) => at < time(when);
  return (at) => at >= time(when) && at <= dayEnd(when);
}

/** GitHub reads times to the second. */
function time(text: string): number {
  const at = Date.parse(text);
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : Math.floor(at / 1000) * 1000;
}

function dayEnd(text: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? time(text) + 86_399_000 : time(text);
}
