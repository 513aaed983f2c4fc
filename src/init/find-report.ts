import { configDefaults } from '../config/repository.ts';
import { type Artifact, isSayable, type Workflow } from '../config/workflow-file.ts';
import { smokeSettings } from '../policies/settings.ts';
import { type Choice, chosen, open } from './choice.ts';

/** What a glob of `actions/upload-artifact` has that a plain path has not. */
const SPECIAL = /[*?[\]{}!$~]/;

/** Artifact and file in which a run of Codex Smoke or LangGraph Verify leaves its report. */
export function findReport(role: 'smoke' | 'verify', { artifacts }: Workflow): readonly Choice[] {
  const key = `${role}.artifact`;
  const usual = configDefaults()[role];
  const writable = artifacts.filter(({ name }) => isSayable(name) && isTaken({ artifact: name }));
  const artifact = writable.find(({ name }) => name === usual.artifact) ?? only(writable);
  if (artifact === null)
    return [
      open(
        key,
        artifacts.length === 0 ? 'artifact_missing' : 'artifact_unclear',
        artifacts.map(({ name }) => name),
      ),
    ];
  return [chosen(key, artifact.name, 'uploaded'), inArtifact(role, artifact, usual.report)];
}

/**
 * `actions/upload-artifact` puts one file at the root of the archive, and what a glob finds below the folder
 * in which the glob begins. Of more paths, or of a folder, nobody knows what is in it before a run.
 */
function inArtifact(role: 'smoke' | 'verify', { paths }: Artifact, usual: string): Choice {
  const key = `${role}.report`;
  const path = only(paths.filter((one) => !one.startsWith('!'))) ?? '';
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(folder.length);
  if (SPECIAL.test(folder)) return open(key, 'report_untold', paths);
  if (isFound(usual, file)) return chosen(key, usual, 'in_artifact', paths);
  const isLikely = extensionOf(file) === extensionOf(usual) && isTaken({ report: file });
  return isLikely ? chosen(key, file, 'in_artifact', paths) : open(key, 'report_untold', paths);
}

/** Whether a name without folders is what the glob may find; only `*` is understood. */
function isFound(name: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return name === glob;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.startsWith(first) && name.endsWith(last) && name.length - last.length >= at;
}

function isTaken(settings: object): boolean {
  return smokeSettings.safeParse(settings).success;
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.'));
}

function only<T>(list: readonly T[]): T | null {
  return list.length === 1 ? (list[0] ?? null) : null;
}
