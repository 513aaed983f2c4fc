import type { ReplyEffect } from '../../effect.ts';
import { unreachable } from '../../errors.ts';
import { COMMANDS, parseCommand } from '../../policies/commands.ts';
import { explained } from './gates-table.ts';
import { code, paragraphs, table, text } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { about, standing, standingIcon } from './standing.ts';
import { requestsMade, viewBody } from './view-body.ts';

type Reply = ReplyEffect['reply'];

const WHO = {
  team: 'active members of the AI Ops team',
  writer: 'everyone who may write to the repository',
} as const;

/**
 * The answer to a command.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function replyText(reply: Reply, marker: string): string {
  return paragraphs(answer(reply), marker);
}

function answer(reply: Reply): string {
  switch (reply.kind) {
    case 'refused':
      return refused(reply);
    case 'status':
      return paragraphs(
        `### ${standingIcon(reply.view)} ${standing(reply.view)}`,
        viewBody(reply.view),
        requestsMade(reply.view),
      );
    case 'explain':
      return paragraphs(
        `### ${standingIcon(reply.view)} ${standing(reply.view)}`,
        about(reply.view),
        ...reply.verdicts.map((verdict) => explained(verdict, reply.view)),
      );
    case 'stop':
      return stopChanged(reply);
    case 'help':
      return help();
    default:
      return unreachable(reply);
  }
}

const STOP_CHANGES = {
  hold: ['🛑', 'On hold', 'Nothing is handed off for this pull request until `/ai-ops unhold`.'],
  unhold: ['▶️', 'Let go', 'The check shows whether anything else is in the way.'],
  stop: [
    '🛑',
    'Stopped in this repository',
    'Nothing is handed off until `/ai-ops resume`. A handoff that runs goes on, and is not approved.',
  ],
  resume: ['▶️', 'Resumed in this repository', 'The check shows whether anything else is in the way.'],
} as const;

function stopChanged({ what, by, reason }: Extract<Reply, { kind: 'stop' }>): string {
  const [icon, word, meaning] = STOP_CHANGES[what];
  const why = reason === null ? '' : `: ${text(reason, 200)}`;
  return paragraphs(`${icon} **${word}** by ${text(by.login, 60)}${why}.`, meaning);
}

function refused({ to, what, code: reason, headSha }: Extract<Reply, { kind: 'refused' }>): string {
  return paragraphs(
    `👎 **Not done**: ${code(what, 120)}, asked by ${text(to.login, 60)} for head ${code(headSha.slice(0, 12))}.`,
    `${code(reason)}: ${nextStep(reason, { labelName: 'the label', headSha })}`,
    reason === 'command_not_understood' ? meant(what) : null,
  );
}

function meant(what: string): string | null {
  const parsed = parseCommand(what.startsWith('/ai-ops') ? what : `/ai-ops ${what}`);
  const command = parsed.kind === 'not_understood' && COMMANDS.find(({ name }) => name === parsed.nearest);
  return command ? `Was ${code(usage(command))} meant?` : null;
}

function usage({ name, argument }: (typeof COMMANDS)[number]): string {
  return `/ai-ops ${name}${argument === null ? '' : ` ${argument.placeholder}`}`;
}

function help(): string {
  const rows = COMMANDS.map((command) => [
    code(usage(command)),
    command.what,
    WHO[command.who],
    code(command.example),
  ]);
  return paragraphs(
    '### AI Ops commands',
    table(['Command', 'What it does', 'For', 'Example'], rows),
    'A command is the whole first line of a new comment; what follows that line is free. Edited comments do not count, and no command opens a gate.',
  );
}
