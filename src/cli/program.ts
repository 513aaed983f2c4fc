import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_LOCALE, LOCALES } from '../policies/locale.ts';
import { KINDS } from '../replay/generate.ts';
import { VERSION } from '../version.ts';
import { checkConfig } from './check-config.ts';
import { listDeadLetters, retryDeadLetters } from './dead-letters.ts';
import { listDeadlines } from './deadlines.ts';
import { listEpisodes } from './episodes.ts';
import { explain } from './explain.ts';
import { init } from './init.ts';
import { migrate } from './migrate.ts';
import type { OutputOptions } from './output.ts';
import { DEFAULT_RUNS, DEFAULT_SEED, runReplay } from './replay.ts';
import { printRuns } from './runs.ts';
import { runServe } from './serve.ts';
import { DEFAULT_DAYS, moment } from './since.ts';
import { changeStop, type StopOptions } from './stops.ts';
import { verifyLedger } from './verify-ledger.ts';

const json = ['--json', 'print JSON for machines'] as const;

/** The operator's commands (`ai-ops --help`). */
export function commandLine(): Command {
  const program = new Command('ai-ops')
    .description(
      'Judges the gates of an AI-assisted delivery pipeline, hands over exactly once, and proves why.',
    )
    .version(VERSION)
    .exitOverride();
  program.command('serve').description('run the bot').action(runServe);
  program.command('migrate').description('bring the store to this version').action(migrate);
  addSetUp(program);
  addQuestions(program);
  addDeadlines(program);
  addWatched(program);
  addReplay(program);
  addStops(program);
  addUpkeep(program);
  hintAtHelp(program, program.name());
  return program;
}

/** After an error: the help of the very command that was not understood. */
function hintAtHelp(command: Command, called: string): void {
  command.showHelpAfterError(`(see \`${called} --help\`)`);
  for (const one of command.commands) hintAtHelp(one, `${called} ${one.name()}`);
}

function addSetUp(program: Command): void {
  program
    .command('init')
    .description('propose a configuration to a repository, in a pull request')
    .argument('<repository>', 'such as owner/repo')
    .option('--dry-run', 'print the files instead')
    .addOption(
      new Option('--locale <locale>', 'language of the pull request and its files')
        .choices(LOCALES)
        .default(DEFAULT_LOCALE),
    )
    .option(...json)
    .action(init);
  program
    .command('check-config')
    .description('check a repository configuration, such as .github/ai-ops.yml')
    .argument('<file>')
    .option(...json)
    .addHelpText('after', '\nExit code: 0 valid, 1 not valid, 2 only the file that it extends could tell.')
    .action(checkConfig);
}

function addQuestions(program: Command): void {
  program
    .command('explain')
    .description('say why a PR stands where it stands, from the stored facts')
    .argument('<pull>', 'such as owner/repo#12')
    .option('--at <decision>', 'a past decision instead of the newest')
    .option(...json)
    .action(explain);
  program
    .command('doctor')
    .description('check every precondition of the runbook for a repository, against the services themselves')
    .argument('<repository>', 'such as owner/repo')
    .option(...json)
    .addHelpText(
      'after',
      '\nExit code: 0 fine, 1 something does not hold, 2 it could not look (docs/doctor.md).',
    )
    .exitOverride(couldNotRun)
    .action(runDoctor);
}

function addDeadlines(program: Command): void {
  program
    .command('deadlines')
    .description('list what was owed to people in time, what settled it, and what was missed')
    .argument('[place]', 'owner/repo or owner/repo#12; without it, all of them')
    .option(
      '--since <date>',
      `due then or later, such as 2026-11-01 (UTC; default: ${DEFAULT_DAYS} days ago)`,
      moment,
    )
    .option('--missed', 'list those alone that were given late or not at all')
    .option('--open', 'list those alone that are not due yet')
    .option(...json)
    .addHelpText('after', '\nThe counts at the end are of all of them (docs/monitoring.md).')
    .action(listDeadlines);
}

function addWatched(program: Command): void {
  program
    .command('episodes')
    .description('list what went wrong: what was seen, what was done, who was called and who has it')
    .argument('[repository]', 'such as owner/repo; without it, all of them')
    .option(
      '--since <date>',
      `not over before that, such as 2026-11-01 (UTC; default: ${DEFAULT_DAYS} days ago)`,
      moment,
    )
    .option('--open', 'list those alone that are not over')
    .option(...json)
    .addHelpText('after', '\nThe counts at the end are of all of them (docs/monitoring.md).')
    .action(listEpisodes);
  program
    .command('runs')
    .description('print the runs that were kept of a repository, as a history for replay (JSON lines)')
    .argument('<repository>', 'such as owner/repo')
    .option('--since <date>', 'asked for then or later, such as 2026-11-01 (UTC; default: all)', moment)
    .action(printRuns);
}

function addReplay(program: Command): void {
  program
    .command('replay')
    .description('say how often people would have been warned and called for a history of runs')
    .addOption(
      new Option('--history <file>', 'runs that were recorded, as JSON lines (docs/monitoring.md)').conflicts(
        'simulate',
      ),
    )
    .addOption(
      new Option('--simulate <service>', 'runs of a made-up service (default: "healthy")').choices(KINDS),
    )
    .option('--runs <n>', `how many runs are made up (default: ${DEFAULT_RUNS})`, wholeNumber(1, 1_000_000))
    .option(
      '--seed <n>',
      `the same seed makes the same runs (default: ${DEFAULT_SEED})`,
      wholeNumber(0, 2 ** 31 - 1),
    )
    .option('--config <file>', 'try the thresholds of such a repository configuration, beside the defaults')
    .option(...json)
    .addHelpText(
      'after',
      '\n`ai-ops runs owner/repo` prints what the bot has kept as such a history (docs/monitoring.md).',
    )
    .action(runReplay);
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}.`);
  };
}

function addStops(program: Command): void {
  const place = ['<place>', 'everywhere, owner/repo or owner/repo#12'] as const;
  program
    .command('stop')
    .description('stop handoffs, or hold one pull request')
    .argument(...place)
    .option('--reason <text>', 'shown on every pull request that it concerns')
    .option('--cancel', 'cancel handoffs that run; without it they go on and are not approved')
    .option(...json)
    .action((where: string, options: StopOptions) => changeStop('set', where, options));
  program
    .command('resume')
    .description('lift what stop has set')
    .argument(...place)
    .option(...json)
    .action((where: string, options: StopOptions) => changeStop('lift', where, options));
}

function addUpkeep(program: Command): void {
  const ledger = program.command('ledger').description('the record of what was decided and done');
  ledger
    .command('verify')
    .description('recompute every hash chain')
    .option(...json)
    .action(verifyLedger);
  const deadLetters = program.command('dead-letters').description('work that failed for good');
  deadLetters
    .command('list')
    .description('show it, oldest first')
    .option(...json)
    .action(listDeadLetters);
  deadLetters
    .command('retry')
    .description('put it back: all of it, or the ids given')
    .argument('[ids...]')
    .option(...json)
    .action(retryDeadLetters);
}

/** Loaded when it is asked for: the clients of all the services would make every other command slow to start. */
async function runDoctor(repository: string, options: OutputOptions): Promise<void> {
  const { doctor } = await import('./doctor.ts');
  await doctor(repository, options);
}

/** The doctor's 1 says that a precondition does not hold; that it was asked in a wrong way is another matter. */
function couldNotRun({ exitCode, code, message }: CommanderError): never {
  throw new CommanderError(exitCode === 0 ? 0 : 2, code, message);
}
