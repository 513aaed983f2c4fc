import { fail } from './output.ts';

/** Runs until SIGTERM or SIGINT, then ends in order; a second signal ends at once. */
export async function runServe(): Promise<void> {
  // Loaded here alone: Probot and all that hangs on it would make every other command slow to start.
  const { serve } = await import('../main.ts');
  const running = await serve(process.env);
  const stop = () => {
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        fail(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      stop();
    });
  }
}
