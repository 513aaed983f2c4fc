import { CommanderError } from 'commander';
import { fail, forgiveClosedPipes } from './cli/output.ts';
import { commandLine } from './cli/program.ts';

forgiveClosedPipes();
try {
  await commandLine().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else fail(error);
}
