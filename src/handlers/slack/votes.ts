import { messageOf } from '../../errors.ts';
import type { ReasonCode } from '../../policies/reason-codes.ts';
import { type Known, known, unknown } from '../../policies/verdict.ts';
import type { Repository } from '../../store/store.ts';
import type { Asked, SlackHandlerDeps } from './asked.ts';
import { mayChangeStop, standingAt, strangerCode, targetOf } from './standing.ts';

/** What one repository, or all of them, say to a stop or to its end: in whose name, or why not and where. */
export type Vote =
  | { readonly by: string; readonly code: null }
  | { readonly by: null; readonly code: ReasonCode; readonly place: string };

/** Repositories asked about at the same time. */
const AT_ONCE = 8;

/**
 * Whoever may write to one governed repository may stop them all; to let all go on takes a member of the team of
 * each one in which the bot acts. One that cannot be judged keeps the stop.
 */
export async function votesOn(
  what: 'stop' | 'resume',
  asked: Asked,
  deps: SlackHandlerDeps,
): Promise<Known<Vote>> {
  const votes: Known<Vote>[] = [];
  const waiting = [...(await deps.store.installations.repositories())];
  while (waiting.length > 0) {
    const some = await Promise.all(
      waiting.splice(0, AT_ONCE).map((repository) => voteOf(repository, { what, asked, deps })),
    );
    votes.push(...some.filter((vote) => vote !== null));
    if (what === 'stop' && votes.some(isYes)) break;
  }
  return what === 'stop' ? oneYes(votes) : allYes(votes);
}

interface Question {
  readonly what: 'stop' | 'resume';
  readonly asked: Asked;
  readonly deps: SlackHandlerDeps;
}

/** `null` where the bot is installed and does not govern, or, for the end of a stop, only observes. */
async function voteOf(repository: Repository, { what, asked, deps }: Question): Promise<Known<Vote> | null> {
  const place = `${repository.owner}/${repository.name}`;
  try {
    const standing = await standingAt(targetOf(repository), asked.by, deps);
    const { config, person } = standing;
    if (config.kind === 'absent') return null;
    if (what === 'resume' && config.kind === 'ok' && config.config.mode === 'observe') return null;
    if (!person.known) return person;
    if (person.value === null) return known({ by: null, code: strangerCode(standing), place });
    const allowed = await mayChangeStop(what, { standing, person: person.value }, deps);
    if (!allowed.known) return allowed;
    return known(
      allowed.value
        ? { by: person.value.login, code: null }
        : { by: null, code: 'command_not_allowed', place },
    );
  } catch (error) {
    return unknown(`${place} cannot be judged (${messageOf(error)})`);
  }
}

const NOBODY: Vote = { by: null, code: 'command_person_unknown', place: 'everywhere' };

function oneYes(votes: readonly Known<Vote>[]): Known<Vote> {
  const refusal = votes.find((vote) => vote.known && vote.value.code === 'command_not_allowed');
  return votes.find(isYes) ?? votes.find((vote) => !vote.known) ?? refusal ?? known(NOBODY);
}

/** Who is nobody anywhere is not told which repositories there are. */
function allYes(votes: readonly Known<Vote>[]): Known<Vote> {
  const refusal = votes.find((vote) => vote.known && vote.value.by === null);
  if (refusal !== undefined) return votes.some(isSomebodys) ? refusal : known(NOBODY);
  return votes.find((vote) => !vote.known) ?? votes[0] ?? known(NOBODY);
}

function isSomebodys(vote: Known<Vote>): boolean {
  return vote.known && (vote.value.by !== null || vote.value.code === 'command_not_allowed');
}

function isYes(vote: Known<Vote>): boolean {
  return vote.known && vote.value.by !== null;
}
