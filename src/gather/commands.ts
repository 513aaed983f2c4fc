import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { messageOf, unreachable } from '../errors.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { parseCommand } from '../policies/commands.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { CommandRecord } from '../store/store.ts';
import type { People } from './people.ts';

/** What was read about one pending command, right before it is judged. */
export interface CommandReading {
  readonly command: CommandRecord;
  /** The comment still says what the event said, and nobody edited it; buttons cannot be edited. */
  readonly unedited: Known<boolean>;
  readonly inTeam: Known<boolean>;
  readonly mayWrite: Known<boolean>;
  /** One of the release owners; the team's where the configuration names none (H5). */
  readonly isReleaseOwner: Known<boolean>;
}

const commentAnswer = z.object({
  body: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  user: z.object({ id: z.number(), type: z.string() }).nullable(),
  performed_via_github_app: z.unknown(),
});
const gone = z.object({ status: z.union([z.literal(404), z.literal(410)]) });

/** Reads the author's standing and, for comments, the comment itself once more. */
export async function readCommand(
  command: CommandRecord,
  ask: {
    readonly client: GitHubClient;
    readonly pull: PullTarget;
    readonly people: People;
    readonly team: string | null;
    /** Numeric GitHub ids of the release owners. */
    readonly owners: readonly number[];
  },
): Promise<CommandReading> {
  const { client, pull, people, team, owners } = ask;
  const { id, login } = command.by;
  const unedited = await readUnedited(client, pull, command);
  const membership =
    team === null
      ? unknown('no team is configured')
      : await people.membership(
          client,
          { installationId: pull.installationId, team, owner: pull.owner, login },
          { fresh: true },
        );
  const inTeam = membership.known ? known(membership.value === 'active') : membership;
  const mayWrite =
    inTeam.known && inTeam.value
      ? known(true)
      : await people.mayWrite(client, { owner: pull.owner, repo: pull.repo, login });
  const isReleaseOwner = owners.length === 0 ? inTeam : known(owners.includes(id));
  return { command, unedited, inTeam, mayWrite, isReleaseOwner };
}

/** People who may write can edit other people's comments, so the comment is read again before it counts. */
async function readUnedited(
  client: GitHubClient,
  pull: PullTarget,
  command: CommandRecord,
): Promise<Known<boolean>> {
  if (command.commentId === null) return known(true);
  try {
    const answer = await client.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner: pull.owner,
      repo: pull.repo,
      comment_id: command.commentId,
    });
    const comment = expectAnswer(commentAnswer, answer.data, 'a comment');
    return known(
      comment.created_at === comment.updated_at &&
        comment.user?.id === command.by.id &&
        comment.user.type === 'User' &&
        !comment.performed_via_github_app &&
        saysTheSame(comment.body ?? '', command),
    );
  } catch (error) {
    if (gone.safeParse(error).success) return known(false);
    return unknown(messageOf(error));
  }
}

function saysTheSame(body: string, command: CommandRecord): boolean {
  const parsed = parseCommand(body);
  switch (parsed.kind) {
    case 'none':
      return false;
    case 'command':
      return parsed.name === command.name && parsed.argument === command.argument;
    case 'not_understood':
      return command.name === 'not_understood' && parsed.text === command.argument;
    default:
      return unreachable(parsed);
  }
}
