import { nearest } from './nearest-word.ts';

/**
 * What a person can ask of the bot, in a comment or elsewhere. This one table makes the help, the docs and who
 * may; what each does is said in `notifiers/wording/help.ts`.
 *
 * `team`: active members of the AI Ops team. `writer`: everyone who may write to the repository.
 * `release_owner`: whom the configuration names; the team where it names nobody (H5). Who may only write can close
 * the way (`hold`, `stop`); opening it again is the team's.
 *
 * `onClosed`: what can still be asked for once the PR is closed or merged.
 */
export const COMMANDS = [
  {
    name: 'handoff',
    argument: { placeholder: '[sha]', form: /^[0-9a-f]{40}$/ },
    who: 'team',
    onClosed: false,
    example: '/ai-ops handoff 0123456789abcdef0123456789abcdef01234567',
  },
  { name: 'status', argument: null, who: 'writer', onClosed: true, example: '/ai-ops status' },
  {
    name: 'explain',
    argument: { placeholder: '[gate]', form: /^G[1-5]$/ },
    who: 'writer',
    onClosed: true,
    example: '/ai-ops explain G2',
  },
  { name: 'verify', argument: null, who: 'writer', onClosed: false, example: '/ai-ops verify' },
  { name: 'smoke', argument: null, who: 'writer', onClosed: false, example: '/ai-ops smoke' },
  {
    name: 'hold',
    argument: { placeholder: '[--cancel] [reason]', form: 'text' },
    who: 'writer',
    onClosed: false,
    example: '/ai-ops hold waits for the legal review',
  },
  { name: 'unhold', argument: null, who: 'team', onClosed: false, example: '/ai-ops unhold' },
  {
    name: 'stop',
    argument: { placeholder: '[--cancel] [reason]', form: 'text' },
    who: 'writer',
    onClosed: false,
    example: '/ai-ops stop --cancel release freeze',
  },
  { name: 'resume', argument: null, who: 'team', onClosed: false, example: '/ai-ops resume' },
  {
    name: 'done',
    argument: { placeholder: '[note]', form: 'text' },
    who: 'release_owner',
    onClosed: true,
    example: '/ai-ops done smoke-tested in production',
  },
  { name: 'rollback', argument: null, who: 'team', onClosed: true, example: '/ai-ops rollback' },
  { name: 'help', argument: null, who: 'writer', onClosed: true, example: '/ai-ops help' },
] as const satisfies readonly Command[];

interface Command {
  readonly name: string;
  /** What may follow: one word that must match as a whole, or, with `text`, anything. `null`: nothing may. */
  readonly argument: { readonly placeholder: string; readonly form: RegExp | 'text' } | null;
  readonly who: 'team' | 'writer' | 'release_owner';
  readonly onClosed: boolean;
  readonly example: string;
}

export type CommandName = (typeof COMMANDS)[number]['name'];

/** Buttons on the check run, by the identifier that GitHub sends back when one is pressed. */
export const BUTTONS = { recheck: 'recheck', handoff: 'handoff' } as const;

export type ParsedCommand =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly name: CommandName; readonly argument: string | null }
  /** Meant for the bot, but no command: `text` is what follows `/ai-ops`, from a person, on one line. */
  | { readonly kind: 'not_understood'; readonly text: string; readonly nearest: CommandName | null };

const PREFIX = '/ai-ops';
const MAX_LINE = 200;

/** Control, format (zero-width, bidirectional), unassigned and invisible characters: a line may not hide anything. */
const DECEPTIVE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Reads a comment. Only its first line counts, from its first character on and as a whole, so that a
 * quotation, a code block, an indented line or a sentence never acts; what follows the line is free.
 *
 * @param body the comment as GitHub has it, with any line ends
 */
export function parseCommand(body: string): ParsedCommand {
  const line = body.slice(0, body.search(/\r?\n|$/)).normalize('NFC');
  const rest = line.slice(PREFIX.length);
  const meant = line.startsWith(PREFIX) && /^(?:\p{Zs}|$)/u.test(rest);
  if (!meant || line.length > MAX_LINE || DECEPTIVE.test(line)) return { kind: 'none' };
  const [word, ...more] = rest.split(' ').filter((part) => part !== '');
  const command = COMMANDS.find(({ name }) => name === word);
  const argument = more.length === 0 ? null : more.join(' ');
  if (command !== undefined && takes(command, argument))
    return { kind: 'command', name: command.name, argument };
  return { kind: 'not_understood', text: rest.trim(), nearest: command?.name ?? nearestName(rest) };
}

/** Phones and Slack write two hyphens as one dash. */
const CANCEL = /^(?:--|[–—])cancel(?: (?<reason>.*))?$/u;

/** What `stop` and `hold` were told: whether what is in flight is to be cancelled as well, and why (O4). */
export function stopTold(argument: string | null): {
  readonly cancels: boolean;
  readonly reason: string | null;
} {
  const cancel = argument === null ? null : CANCEL.exec(argument);
  return cancel === null
    ? { cancels: false, reason: argument }
    : { cancels: true, reason: cancel.groups?.reason ?? null };
}

/** The command line that asks for a handoff of this head commit. */
export function handoffCommand(headSha: string): string {
  return `${PREFIX} handoff ${headSha}`;
}

function takes({ argument: taken }: Command, argument: string | null): boolean {
  if (argument === null || taken?.form === 'text') return true;
  return taken?.form.test(argument) ?? false;
}

function nearestName(rest: string): CommandName | null {
  const word = rest.trim().replace(/\s.*$/u, '').toLowerCase();
  const name = nearest(
    word,
    COMMANDS.map((command) => command.name),
  );
  return COMMANDS.find((command) => command.name === name)?.name ?? null;
}
