import { systemClock } from '../clock.ts';
import type { Proposed } from '../init/init.ts';
import type { OpenedPull } from '../init/open-pull.ts';
import type { Locale } from '../policies/locale.ts';
import { type OutputOptions, print } from './output.ts';
import { namedRepository } from './place.ts';
import { signedIn } from './with-app.ts';

interface InitOptions extends OutputOptions {
  readonly locale: Locale;
  readonly dryRun?: boolean;
}

/**
 * Proposes a configuration to a repository in a pull request; with `--dry-run` prints it instead.
 *
 * @throws {CodedError} AIOPS_USAGE, AIOPS_NO_APP, or what {@link Proposed} was not made for
 */
export async function init(name: string, options: InitOptions): Promise<void> {
  const { owner, repo } = namedRepository(name);
  const { probot } = await signedIn();
  const { proposeTo } = await import('../init/init.ts');
  const proposed = await proposeTo(
    { probot, clock: systemClock },
    { owner, repo },
    { locale: options.locale, dryRun: options.dryRun === true },
  );
  print(options, { repository: name, ...proposed }, lines(proposed));
}

function lines({ plan, pull }: Proposed): readonly string[] {
  if (pull === null) {
    const files = plan.files.map(({ path, text }) => `==> ${path}\n${text}`);
    return [...files, `==> pull request: ${plan.title}\n${plan.body}`];
  }
  return [
    `${SAID[pull.outcome]}: ${pull.url}`,
    ...plan.files.map(({ path }) => `  ${path}`),
    plan.open.length === 0 ? 'Nothing is left open.' : `Left open for you: ${plan.open.join(', ')}.`,
  ];
}

const SAID: Readonly<Record<OpenedPull['outcome'], string>> = {
  opened: 'Opened',
  updated: 'Brought up to date',
  unchanged: 'Up to date already',
};
