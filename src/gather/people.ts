import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { GitHubClient } from '../github/client.ts';
import type { Person } from '../policies/facts.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { ActorAnswer } from './query.ts';

/** How long a membership may be believed: someone who left must not hand off a minute later. */
const MEMBERSHIP_MS = 60_000;
/** A login is only shown; what a person may do is asked for each time. */
const ACCOUNT_MS = 60 * 60_000;
const MAX_REMEMBERED = 1_000;

const notFound = z.object({ status: z.literal(404) });
const membership = z.object({ state: z.enum(['active', 'pending']) });
const permission = z.object({ permission: z.string() });
const account = z.object({ id: z.number(), login: z.string(), type: z.string() });

export type Membership = 'active' | 'pending' | 'none';

/** Asks GitHub about one person at a time; lists of members are never read. */
export class People {
  readonly #clock: Clock;
  readonly #accounts = new Map<number, { readonly at: number; readonly person: Person }>();
  readonly #memberships = new Map<string, { readonly at: number; readonly value: Membership }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Whether the person is an active member of the team (`slug` or `org/slug`).
   *
   * @param options.fresh do not believe an answer from within the last minute
   */
  async membership(
    client: GitHubClient,
    who: {
      readonly installationId: number;
      readonly team: string;
      readonly owner: string;
      readonly login: string;
    },
    options: { readonly fresh: boolean },
  ): Promise<Known<Membership>> {
    const [org, slug] = who.team.includes('/') ? who.team.split('/', 2) : [who.owner, who.team];
    if (!org || !slug) return unknown('no team is configured');
    const key = `${who.installationId}/${org}/${slug}/${who.login}`.toLowerCase();
    const cached = this.#memberships.get(key);
    if (!options.fresh && cached !== undefined && this.#clock.now() - cached.at < MEMBERSHIP_MS)
      return known(cached.value);
    try {
      const answer = await client.request('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', {
        org,
        team_slug: slug,
        username: who.login,
      });
      return this.#remember(key, membership.parse(answer.data).state);
    } catch (error) {
      if (notFound.safeParse(error).success) return this.#remember(key, 'none');
      return unknown(`membership of the team could not be read: ${messageOf(error)}`);
    }
  }

  /**
   * Who has that id now: logins change hands, ids do not. Believed for an hour; `null` where nobody has it.
   *
   * @param options.fresh do not believe an earlier answer: before it is asked what they may do
   * @see https://docs.github.com/rest/users/users#get-a-user-using-their-id
   */
  async byId(
    client: GitHubClient,
    id: number,
    options: { readonly fresh: boolean } = { fresh: false },
  ): Promise<Known<Person | null>> {
    const cached = options.fresh ? undefined : this.#accounts.get(id);
    if (cached !== undefined && this.#clock.now() - cached.at < ACCOUNT_MS) return known(cached.person);
    try {
      const answer = await client.request('GET /user/{account_id}', { account_id: id });
      const { login, type } = account.parse(answer.data);
      const person: Person = { id, login, kind: type === 'User' || type === 'Bot' ? type : 'Other' };
      if (this.#accounts.size >= MAX_REMEMBERED) this.#accounts.clear();
      this.#accounts.set(id, { at: this.#clock.now(), person });
      return known(person);
    } catch (error) {
      if (notFound.safeParse(error).success) return known(null);
      return unknown(`the account ${id} could not be read: ${messageOf(error)}`);
    }
  }

  /** The login of that id; the id itself where GitHub does not say. */
  async nameOf(client: GitHubClient, id: number): Promise<string> {
    const person = await this.byId(client, id);
    return (person.known ? person.value?.login : undefined) ?? String(id);
  }

  /** Whether the person may write to the repository (maintain and admin included). */
  async mayWrite(
    client: GitHubClient,
    who: { readonly owner: string; readonly repo: string; readonly login: string },
  ): Promise<Known<boolean>> {
    try {
      const answer = await client.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
        owner: who.owner,
        repo: who.repo,
        username: who.login,
      });
      return known(['admin', 'maintain', 'write'].includes(permission.parse(answer.data).permission));
    } catch (error) {
      if (notFound.safeParse(error).success) return known(false);
      return unknown(`the permission could not be read: ${messageOf(error)}`);
    }
  }

  #remember(key: string, value: Membership): Known<Membership> {
    if (this.#memberships.size >= MAX_REMEMBERED) this.#memberships.clear();
    this.#memberships.set(key, { at: this.#clock.now(), value });
    return known(value);
  }
}

/** A GraphQL actor as a person; `null` for a deleted account. */
export function personOf(actor: ActorAnswer): Person | null {
  if (actor === null || actor.databaseId === null || actor.databaseId === undefined) return null;
  const kind = actor.__typename === 'User' || actor.__typename === 'Bot' ? actor.__typename : 'Other';
  return { id: actor.databaseId, login: actor.login, kind };
}
