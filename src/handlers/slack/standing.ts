import type { SlackUser } from '../../effect/messages.ts';
import type { RepositoryTarget } from '../../effect/place.ts';
import { type ConfigReading, readRepositoryConfig } from '../../gather/config.ts';
import type { People } from '../../gather/people.ts';
import type { GitHubClient } from '../../github/client.ts';
import type { Person } from '../../policies/facts.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import { type Known, known } from '../../policies/verdict.ts';
import type { Repository, Store } from '../../store/store.ts';
import { type About, type Asked, refuse, type SlackHandlerDeps, unsure } from './asked.ts';

/** A repository as it is configured now, and who of GitHub somebody in Slack is there. */
export interface Standing {
  readonly repository: RepositoryTarget;
  readonly client: GitHubClient;
  readonly config: ConfigReading;
  /** `null`: nobody. */
  readonly person: Known<Person | null>;
}

/** Somebody whom a repository's configuration knows. */
export interface KnownThere {
  readonly standing: Standing;
  readonly person: Person;
  readonly about: About;
}

export function targetOf({ id, installationId, owner, name }: Repository): RepositoryTarget {
  return { installationId, repositoryId: id, owner, repo: name };
}

/**
 * Who they are is told by the configuration on the default branch alone, by workspace and user id: names and
 * e-mail addresses are anybody's, and somebody from another workspace is nobody.
 *
 * @throws what GitHub or the network threw where the configuration cannot be read now
 */
export async function standingAt(
  repository: RepositoryTarget,
  by: SlackUser,
  deps: Pick<SlackHandlerDeps, 'github' | 'people'>,
): Promise<Standing> {
  const client = await deps.github(repository.installationId);
  const config = await readRepositoryConfig(client, repository);
  const { workspace, people } = config.config.slack;
  const id = workspace === by.workspace ? people.find(({ slack }) => slack === by.user)?.github : undefined;
  const person = id === undefined ? known(null) : await deps.people.byId(client, id, { fresh: true });
  return { repository, client, config, person: person.known ? known(human(person.value)) : person };
}

/**
 * The person who asked; `null` where they are nobody here, and were told so.
 *
 * @throws {CodedError} AIOPS_PERMISSION_UNKNOWN where GitHub does not say
 */
export async function personOf(
  asked: Asked,
  standing: Standing,
  told: { readonly about: About; readonly store: Store },
): Promise<Person | null> {
  const { person } = standing;
  if (!person.known) throw unsure(asked, person.why);
  if (person.value === null) await refuse(asked, strangerCode(standing), told);
  return person.value;
}

/** Why somebody who is nobody there is refused. */
export function strangerCode({ config }: Standing): ReasonCode {
  switch (config.kind) {
    case 'invalid':
      return 'config_invalid';
    case 'unreadable':
      return 'config_unreadable';
    case 'ok':
    case 'absent':
      return 'command_person_unknown';
  }
}

/** An organization or a bot that is mapped by mistake asks for nothing. */
function human(person: Person | null): Person | null {
  return person?.kind === 'User' ? person : null;
}

/** Who may write to a repository may stop it; only its team lets it go on (O4). Asked now. */
export function mayChangeStop(
  what: 'stop' | 'resume',
  { standing, person }: { readonly standing: Standing; readonly person: Person },
  { people }: Pick<SlackHandlerDeps, 'people'>,
): Promise<Known<boolean>> {
  const { repository, client } = standing;
  const { owner, repo } = repository;
  return what === 'stop'
    ? people.mayWrite(client, { owner, repo, login: person.login })
    : inTeam(standing, person, people);
}

async function inTeam(
  { repository, client, config }: Standing,
  { login }: Person,
  people: People,
): Promise<Known<boolean>> {
  const { installationId, owner } = repository;
  const { team } = config.config;
  if (team === undefined) return known(false);
  const who = { installationId, team, owner, login };
  const membership = await people.membership(client, who, { fresh: true });
  return membership.known ? known(membership.value === 'active') : membership;
}
