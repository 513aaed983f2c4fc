import { Command, CommanderError } from 'commander';
import { checkConfig } from './cli/check-config.ts';
import { listDeadLetters, retryDeadLetters } from './cli/dead-letters.ts';
import { explain } from './cli/explain.ts';
import { migrate } from './cli/migrate.ts';
import { fail } from './cli/output.ts';
import { runServe } from './cli/serve.ts';
import { verifyLedger } from './cli/verify-ledger.ts';
import { VERSION } from './version.ts';

const json = ['--json', 'print JSON for machines'] as const;

const program = new Command('ai-ops')
  .description(
    'Judges the gates of an AI-assisted delivery pipeline, hands over exactly once, and proves why.',
  )
  .version(VERSION)
  .showHelpAfterError('(run with --help to see the commands)')
  .exitOverride();

program.command('serve').description('run the bot').action(runServe);
program.command('migrate').description('bring the store to this version').action(migrate);
program
  .command('check-config')
  .description('check a repository configuration, such as .github/ai-ops.yml')
  .argument('<file>')
  .option(...json)
  .action(checkConfig);
program
  .command('explain')
  .description('say why a PR stands where it stands, from the stored facts')
  .argument('<pull>', 'such as owner/repo#12')
  .option('--at <decision>', 'a past decision instead of the newest')
  .option(...json)
  .action(explain);
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

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else fail(error);
}
