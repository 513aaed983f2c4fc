import { configDefaults } from '../config/repository.ts';
import type { Workflow } from '../config/workflow-file.ts';
import { pathGlob } from '../policies/settings.ts';
import { type Choice, chosen } from './choice.ts';

/** A script where a shell looks for what it shall run: first in a command, or after what runs scripts. */
const SCRIPT =
  /(?:^|[;&|(]\s*|\b(?:bash|sh|source|node|tsx|python3?|ruby|perl|pwsh)\s+(?:-\S+\s+)*)(?:\w+=\S*\s+)*((?:[\w.-]+\/)*[\w.-]+\.(?:sh|bash|py|rb|pl|ps1|[cm]?[jt]s))(?![\w/.-])/g;
/** A folder that holds scripts and nothing else is protected as a whole: one script may call the next. */
const SCRIPT_FOLDER = /(?:^|\/)(?:scripts?|\.?ci|tools?|bin|hack)(?:\/|$)/;
const MAX_PATHS = 50;

/**
 * The scripts that the workflows run whose word is taken: where a PR changes one, its own runs prove nothing.
 * Only what a `run` names itself is found; what a script or a package file runs in turn is not.
 */
export function findScripts(workflows: readonly Workflow[]): readonly Choice[] {
  const steps = workflows.flatMap(({ jobs }) => jobs.flatMap((job) => job.steps));
  const scripts = steps.flatMap(({ run, folder }) =>
    run
      .split('\n')
      .flatMap((line) => [...line.trim().matchAll(SCRIPT)])
      .map(([, path = '']) => joined(folder, path)),
  );
  const paths = [...new Set(scripts.flatMap((path) => (path === null ? [] : protectionOf(path))))].sort();
  if (paths.length === 0) return [];
  const always = configDefaults().protected_paths;
  return [chosen('protected_paths', [...always, ...paths.slice(0, MAX_PATHS)], 'scripts_run')];
}

/** `null` where it leads out of the repository, or where an expression says where to. */
function joined(folder: string, path: string): string | null {
  const parts = `${folder}/${path}`.split('/').filter((part) => part !== '' && part !== '.');
  const isTold = !folder.startsWith('/') && parts.every((part) => part !== '..' && /^[\w.-]+$/.test(part));
  return isTold ? parts.join('/') : null;
}

function protectionOf(path: string): readonly string[] {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const wanted = SCRIPT_FOLDER.test(folder) ? `${folder}/**` : path;
  return pathGlob.safeParse(wanted).success && !wanted.startsWith('.github/') ? [wanted] : [];
}
