import { isSayable, type Workflow } from '../config/workflow-file.ts';
import { pathGlob } from '../policies/settings.ts';
import { type Choice, chosen, open } from './choice.ts';

const MAX_PATHS = 50;
/** What GitHub's filters read otherwise than the bot's globs do. */
const OWN_TO_GITHUB = /[?+[\]{}()!]|[^/]\*\*|\*\*[^/]/;

/**
 * What Codex Smoke is about, from the filter under which pull requests start it. Where the filter can be said in
 * the configuration, a PR that touches none of it needs no run; where it cannot, every PR does.
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
export function findSmokeRuns({ onPull }: Workflow): readonly Choice[] {
  if (onPull === null) return [open('smoke.when_missing', 'not_started_by_pulls')];
  const { paths, pathsIgnore } = onPull;
  if (pathsIgnore !== null) return [open('smoke.paths', 'filter_not_sayable', pathsIgnore)];
  if (paths === null) return [];
  // What a filter leaves out again is left in: more is then about Smoke, never less.
  const wanted = paths.filter((path) => !path.startsWith('!'));
  const said = wanted.filter(
    (path) => isSayable(path) && pathGlob.safeParse(path).success && !OWN_TO_GITHUB.test(path),
  );
  const isWhole = said.length === wanted.length && said.length > 0 && said.length <= MAX_PATHS;
  if (!isWhole) return [open('smoke.paths', 'filter_not_sayable', paths)];
  return [
    chosen('smoke.paths', said, 'own_filter'),
    chosen('smoke.when_missing', 'not-applicable', 'runs_for_its_paths'),
  ];
}
