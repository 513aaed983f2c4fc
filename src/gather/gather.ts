import { type Clock, isoNow } from '../clock.ts';
import { CONFIG_PATH, gateSettings, type RepositoryConfig } from '../config/repository.ts';
import type { ConfigChange } from '../effect/effect.ts';
import { CodedError, messageOf } from '../errors.ts';
import type { GitHubClient, GitHubFor } from '../github/client.ts';
import type { RollbackReading } from '../handoff/rollback.ts';
import type { Logger } from '../log.ts';
import type { Facts, LabelFacts, PullFacts } from '../policies/facts.ts';
import type { GateSettings } from '../policies/settings.ts';
import { type Known, unknown } from '../policies/verdict.ts';
import type { OwnComment, PullMemory, Store } from '../store/store.ts';
import type { WholeAnswer } from './ask.ts';
import { type ChangedPaths, changedPathsOf, readChanges } from './changes.ts';
import { type CommandReading, readCommand } from './commands.ts';
import { askWithItsConfig, type ConfigCache, type ConfigReading, readConfigChange } from './config.ts';
import { readEvidence, workflowPathsOf } from './evidence.ts';
import { type HandoffReader, type HandoffReading, readHandoff } from './handoff-run.ts';
import { readLabel } from './label.ts';
import { tamperedComments } from './own-comments.ts';
import type { People } from './people.ts';
import { baseChangedAt, headShared, pullFacts, repositoryFacts } from './pull.ts';
import { type Pushes, pushesOf } from './pushes.ts';
import { readRollback } from './rollback-run.ts';
import { RunReader } from './runs.ts';
import type { StopReader } from './stop.ts';

/** A head that an event told of within this time is believed before an API that shows one never heard of. */
const STALE_HEAD_MS = 120_000;

export interface GatherDeps {
  readonly store: Store;
  readonly github: GitHubFor;
  readonly people: People;
  readonly stop: StopReader;
  readonly clock: Clock;
  readonly log: Logger;
  /** A fetch without credentials, for the signed addresses of artifacts. */
  readonly download: typeof fetch;
  readonly apiUrl: string;
  /** Login of this App's bot user, such as `ai-ops[bot]`. */
  readonly botLogin: () => Promise<string>;
  readonly configs: ConfigCache;
  readonly changedPaths: ChangedPaths;
}

/** Everything one decision is made from. */
export interface Reading {
  readonly facts: Facts;
  readonly config: ConfigReading;
  readonly settings: GateSettings;
  readonly handoff: HandoffReading;
  readonly rollback: RollbackReading;
  readonly commands: readonly CommandReading[];
  /** The bot's own comments that now say something else than it wrote, or are gone. */
  readonly tampered: readonly OwnComment[];
  /** The label that goes on with an approval is on the PR, by name. */
  readonly approvalLabelOn: boolean;
  readonly repositoryUrl: string;
  /** What its author calls the PR: untrusted. */
  readonly title: string;
  /** What the PR would make of the configuration; `null` where it does not touch it. */
  readonly configChange: ConfigChange | null;
  /** Logins of the release owners, in the order of the configuration; the id where GitHub did not say. */
  readonly releaseOwners: readonly string[];
}

/**
 * Reads a PR afresh: the only reader of GitHub for decisions.
 *
 * @param options.fresh trust nothing read before except completed attempts: right before an act
 * @throws {CodedError} `AIOPS_GITHUB_STALE` or `AIOPS_GITHUB_PARTIAL`, or GitHub's error: nothing is decided then
 */
export async function gather(
  deps: GatherDeps,
  memory: PullMemory,
  options: { readonly fresh: boolean },
): Promise<Reading> {
  const client = await deps.github(memory.pull.installationId);
  const { whole, config } = await askWithItsConfig(client, memory, deps.configs);
  const scene: Scene = {
    deps,
    client,
    memory,
    whole,
    config: config.config,
    settings: gateSettings(config.config, whole.answer.repository.defaultBranchRef.name),
    runs: new RunReader({
      reader: { client, download: deps.download, apiUrl: deps.apiUrl },
      store: deps.store,
      pull: memory.pull,
    }),
    pushes: pushesOf(whole.answer.repository.pullRequest, {
      observed: memory.heads,
      timeline: whole.timeline,
      client,
    }),
    fresh: options.fresh,
  };
  const reader = handoffReader(scene);
  const [facts, handoff, rollback, commands, releaseOwners, configChange] = await Promise.all([
    readFacts(scene),
    readHandoff(reader, memory.active),
    readRollback(reader),
    readCommands(scene),
    readOwners(scene),
    readConfigChangeOf(scene),
  ]);
  return {
    facts,
    config,
    settings: scene.settings,
    handoff,
    rollback,
    commands,
    tampered: tamperedComments(whole.answer, memory.comments),
    approvalLabelOn: whole.answer.repository.pullRequest.labels.nodes.some(
      ({ name }) => name.toLowerCase() === config.config.approval_label.toLowerCase(),
    ),
    repositoryUrl: whole.answer.repository.url,
    title: whole.answer.repository.pullRequest.title,
    releaseOwners,
    configChange,
  };
}

async function readConfigChangeOf({ deps, client, memory, whole }: Scene): Promise<ConfigChange | null> {
  const { baseRefOid, headRefOid } = whole.answer.repository.pullRequest;
  const { pull } = memory;
  const ask = {
    client,
    pull,
    changedPaths: deps.changedPaths,
    between: { headSha: headRefOid, baseSha: baseRefOid },
  };
  // What the PR changes is a fact of its own: where it cannot be read, the gates say so.
  const paths = await changedPathsOf(whole.files, ask).catch(() => null);
  if (!paths?.includes(CONFIG_PATH)) return null;
  try {
    return await readConfigChange(client, pull, headRefOid);
  } catch (error) {
    return { kind: 'unreadable', why: messageOf(error) };
  }
}

/** Only asked for where they are shown: once there is a handoff. */
function readOwners({ deps, client, memory, config }: Scene): Promise<readonly string[]> {
  if (memory.handoffs.length === 0) return Promise.resolve([]);
  return Promise.all(config.release_owners.map((id) => deps.people.nameOf(client, id)));
}

interface Scene {
  readonly deps: GatherDeps;
  readonly client: GitHubClient;
  readonly memory: PullMemory;
  readonly whole: WholeAnswer;
  readonly config: RepositoryConfig;
  readonly settings: GateSettings;
  readonly runs: RunReader;
  readonly pushes: Pushes;
  readonly fresh: boolean;
}

async function readFacts(scene: Scene): Promise<Facts> {
  const { deps, client, memory, whole, config, settings, runs } = scene;
  const { baseRefOid, headRefOid } = whole.answer.repository.pullRequest;
  const [changes, evidence, label, stop, pull] = await Promise.all([
    readChanges(whole.files, {
      client,
      pull: memory.pull,
      changedPaths: deps.changedPaths,
      between: { headSha: headRefOid, baseSha: baseRefOid },
      workflowPaths: workflowPathsOf(settings),
      protectedPaths: config.protected_paths,
      smokePaths: settings.smoke.paths,
    }),
    readEvidence(whole, { runs, settings, memory }, { fresh: scene.fresh }),
    readLabelOf(scene),
    deps.stop(memory.pull),
    readPullFacts(scene),
  ]);
  return {
    readAt: isoNow(deps.clock),
    repository: repositoryFacts(whole.answer, memory.pull),
    pull,
    changes,
    ...evidence,
    label,
    stop,
  };
}

/**
 * @throws {CodedError} `AIOPS_GITHUB_STALE` where something newer tells of another head: a decision
 *   for the old one is never made
 */
async function readPullFacts({ deps, memory, whole, pushes }: Scene): Promise<PullFacts> {
  const now = isoNow(deps.clock);
  const request = whole.answer.repository.pullRequest;
  const head = {
    headSha: request.headRefOid,
    headRef: request.headRefName,
    headRepositoryId: request.headRepository?.databaseId ?? null,
  };
  const told = await pushes.headSince();
  if (told.kind === 'stale' || (told.kind === 'untold' && pushedJustNow(memory, deps.clock))) {
    throw new CodedError(
      'AIOPS_GITHUB_STALE',
      `GitHub still shows head ${head.headSha.slice(0, 12)}, though another was pushed since; it is asked again`,
    );
  }
  // Nothing tells when it was pushed, but it surely was by now: what comes later is for this head.
  const since = told.kind === 'since' ? told.at : now;
  if (told.kind === 'untold') await deps.store.pulls.observeHead(memory.pull, { ...head, since });
  return pullFacts(whole, memory.pull.number, {
    headSince: since,
    headShared: headShared(
      whole.answer,
      memory.pull.number,
      await deps.store.pulls.sharesHead(memory.pull, head),
    ),
    baseChangedAt: baseChangedAt(whole.answer, memory.base, now),
  });
}

/** An event told of another head a moment ago: the API may lag behind it. */
function pushedJustNow(memory: PullMemory, clock: Clock): boolean {
  return memory.heads.some(({ since }) => clock.now() - Date.parse(since) < STALE_HEAD_MS);
}

async function readLabelOf(scene: Scene): Promise<Known<LabelFacts>> {
  const { deps, client, memory, whole, config, settings, fresh } = scene;
  const { pull } = memory;
  const pinned = settings.label.node_id ?? (await pinnedLabel(scene));
  return readLabel({
    whole,
    memory,
    settings: settings.label,
    pinned,
    pushes: scene.pushes,
    membershipOf: async (login) =>
      config.team === undefined
        ? unknown('no team is configured')
        : deps.people.membership(
            client,
            { installationId: pull.installationId, team: config.team, owner: pull.owner, login },
            { fresh },
          ),
  });
}

/** The node id that the label's name was first seen with; `null` while it never was. */
async function pinnedLabel({ deps, memory, whole, settings }: Scene): Promise<string | null> {
  const { repositoryId } = memory.pull;
  const { name } = settings.label;
  const pins = await deps.store.pulls.pinnedLabels(repositoryId);
  const pin = pins.find((known) => known.name === name)?.nodeId;
  const seen = whole.answer.repository.label?.id;
  if (pin !== undefined || seen === undefined) return pin ?? null;
  return deps.store.pulls.pinLabel(repositoryId, name, seen);
}

function handoffReader({ deps, memory, config, settings, runs, whole }: Scene): HandoffReader {
  return {
    runs,
    store: deps.store,
    memory,
    botLogin: deps.botLogin,
    log: deps.log,
    settings: {
      startsVerify: config.handoff.starts_verify,
      verifyWorkflow: settings.verify.workflow,
      defaultBranch: whole.answer.repository.defaultBranchRef.name,
      phases: config.handoff.phases,
    },
  };
}

function readCommands({ deps, client, memory, config }: Scene): Promise<readonly CommandReading[]> {
  const pending = memory.commands.filter(({ state }) => state === 'pending');
  const { people } = deps;
  const ask = { client, people, pull: memory.pull, team: config.team ?? null, owners: config.release_owners };
  return Promise.all(pending.map((command) => readCommand(command, ask)));
}
