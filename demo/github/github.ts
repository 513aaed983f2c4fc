import { addBot, addOrganization, addTeam, addUser, deleteAccount, setMembership } from './acts/accounts.ts';
import {
  acceptPermissions,
  addApp,
  addToInstallation,
  grantManifestCode,
  install,
  removeFromInstallation,
  replaceKey,
  suspend,
  uninstall,
  unsuspend,
} from './acts/apps.ts';
import { expireArtifact } from './acts/artifacts.ts';
import { forgeCheckRun, pressButton, rerequestCheck, rerequestSuite } from './acts/checks.ts';
import { comment, deleteComment, editComment, react } from './acts/comments.ts';
import { commitTo, moveBranch } from './acts/commits.ts';
import { completeJob, cutOffJob, holdJob, progress, releaseJob, writeLog } from './acts/jobs.ts';
import { label, unlabel } from './acts/labels.ts';
import {
  changeBase,
  closePull,
  forcePush,
  mergePull,
  openPull,
  push,
  reopenPull,
  retitlePull,
  review,
  setDraft,
} from './acts/pulls.ts';
import {
  addLabel,
  addRepository,
  deleteFork,
  deleteLabel,
  forkRepository,
  renameLabel,
  setRole,
} from './acts/repositories.ts';
import { addRuleset, protectBranch } from './acts/rules.ts';
import { beginRun } from './acts/run-status.ts';
import {
  cancelRun,
  completeRun,
  failToStart,
  rerun,
  startRun,
  supersedeRun,
  timeOutRun,
} from './acts/runs.ts';
import { setWorkflowState } from './acts/workflow-file.ts';
import type { Fault } from './api/faults.ts';
import { Service } from './api/service.ts';
import { World, type WorldOptions } from './model/world.ts';

/** Everything that people, runners and GitHub itself can do in a story. */
const ACTS = {
  addUser,
  addBot,
  addOrganization,
  addTeam,
  setMembership,
  deleteAccount,
  addApp,
  install,
  uninstall,
  suspend,
  unsuspend,
  acceptPermissions,
  addToInstallation,
  removeFromInstallation,
  grantManifestCode,
  replaceKey,
  addRepository,
  forkRepository,
  deleteFork,
  setRole,
  addLabel,
  renameLabel,
  deleteLabel,
  commitTo,
  moveBranch,
  openPull,
  push,
  forcePush,
  closePull,
  reopenPull,
  mergePull,
  changeBase,
  retitlePull,
  setDraft,
  review,
  label,
  unlabel,
  comment,
  editComment,
  deleteComment,
  react,
  startRun,
  beginRun,
  progress,
  holdJob,
  releaseJob,
  completeJob,
  cutOffJob,
  writeLog,
  completeRun,
  rerun,
  cancelRun,
  supersedeRun,
  timeOutRun,
  failToStart,
  expireArtifact,
  setWorkflowState,
  addRuleset,
  protectBranch,
  pressButton,
  rerequestCheck,
  rerequestSuite,
  forgeCheckRun,
};

type Acts = {
  readonly [K in keyof typeof ACTS]: (typeof ACTS)[K] extends (world: World, ...args: infer A) => infer R
    ? (...args: A) => R
    : never;
};

/** A GitHub of one's own: its state, its API, and what people do there. */
export interface GitHub extends Acts {
  readonly world: World;
  readonly service: Service;
  /** Makes a call that is still to come go wrong. */
  readonly fault: (fault: Fault) => void;
}

export function createGitHub(options: WorldOptions): GitHub {
  const world = new World(options);
  const service = new Service(world);
  const bound = Object.fromEntries(
    Object.entries(ACTS).map(([name, act]) => [
      name,
      (...args: unknown[]) => (act as (world: World, ...rest: unknown[]) => unknown)(world, ...args),
    ]),
  ) as unknown as Acts;
  return { ...bound, world, service, fault: (fault) => service.faults.add(fault) };
}
