import { CommanderError } from 'commander';
import { fail } from './cli/output.ts';
import { commandLine } from './cli/program.ts';

try {
  await commandLine().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else fail(error);
}
