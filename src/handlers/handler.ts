import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { PullTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import type { CommitPulls } from '../gather/commit-pulls.ts';
import type { GitHubClient, GitHubFor } from '../github/client.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';

/** What an event handler may use: it records hints and asks for evaluations, and never acts. */
export interface HandlerDeps {
  readonly store: Store;
  readonly github: GitHubFor;
  /** GitHub as the App itself, for what concerns its installations. */
  readonly asApp: () => Promise<GitHubClient>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Numeric id of this App: its own check runs are not news to it. */
  readonly appId: number;
  readonly commitPulls: CommitPulls;
}

/** One delivered event, as signed. */
export interface Event {
  readonly guid: string;
  readonly name: string;
  readonly payload: unknown;
}

/** A handler is safe to run again: what it records is keyed by the delivery or the deed. */
export type Handler = (event: Event, deps: HandlerDeps) => Promise<void>;

export const installationPart = { installation: z.object({ id: z.number() }) };

export const repositoryPart = {
  repository: z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) }),
};

export const userPart = z.object({ id: z.number(), login: z.string(), type: z.string() });

type Addressed = z.output<z.ZodObject<typeof installationPart & typeof repositoryPart>>;

export function pullTarget({ installation, repository }: Addressed, number: number): PullTarget {
  return {
    installationId: installation.id,
    repositoryId: repository.id,
    owner: repository.owner.login,
    repo: repository.name,
    number,
  };
}

/**
 * Takes from a payload what is used, and nothing else.
 *
 * @throws {CodedError} `AIOPS_EVENT_MALFORMED` naming the field, never its value
 */
export function read<T>(schema: z.ZodType<T>, event: Event): T {
  const result = schema.safeParse(event.payload);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new CodedError(
    'AIOPS_EVENT_MALFORMED',
    `delivery ${event.guid} (${event.name}) lacks ${issue?.path.join('.')}: ${issue?.code}; it waits among the dead letters`,
  );
}
