import { CONFIG_PATH, parseRepositoryConfig } from '../config/repository.ts';
import { CodedError } from '../errors.ts';
import type { NewFile } from '../github/proposal.ts';
import { dashboardText } from '../notifiers/wording/dashboard.ts';
import { playbooksText } from '../notifiers/wording/playbooks.ts';
import { setupBody, setupTitle } from '../notifiers/wording/setup-pull.ts';
import type { Locale } from '../policies/locale.ts';
import { known } from '../policies/verdict.ts';
import { propose } from './propose.ts';
import { renderConfig } from './render.ts';
import { DASHBOARD, PLAYBOOKS, type Survey } from './survey.ts';

/** A pull request as it shall be. */
export interface Plan {
  readonly title: string;
  readonly body: string;
  readonly files: readonly NewFile[];
  /** Keys that only a person can settle. */
  readonly open: readonly string[];
}

/**
 * The configuration that fits what the survey shows, with the documents that are missing.
 *
 * @param how.today date of the documents, such as `2025-10-16`
 * @throws {CodedError} AIOPS_BUG where the configuration is none that the bot would take: it is never sent
 */
export function planOf(survey: Survey, how: { readonly locale: Locale; readonly today: string }): Plan {
  const { locale, today } = how;
  const choices = propose(survey, locale);
  const files: readonly (NewFile & { readonly there: boolean })[] = [
    { path: CONFIG_PATH, text: checked(renderConfig(choices, locale)), there: false },
    { path: DASHBOARD, text: dashboardText(locale, today), there: survey.hasDashboard },
    { path: PLAYBOOKS, text: playbooksText(locale, today), there: survey.playbooks !== null },
  ];
  const added = files.filter(({ there }) => !there);
  const open = choices.filter((choice) => choice.kind === 'open');
  const pull = {
    chosen: choices.filter((choice) => choice.kind === 'chosen'),
    open,
    noted: choices.filter((choice) => choice.kind === 'noted'),
    added: added.map(({ path }) => path),
    kept: files.filter(({ there }) => there).map(({ path }) => path),
  };
  return {
    title: setupTitle(locale),
    body: setupBody(pull, locale),
    files: added.map(({ path, text }) => ({ path, text })),
    open: [...new Set(open.map(({ key }) => key))],
  };
}

function checked(text: string): string {
  const outcome = parseRepositoryConfig({ text: known(text) });
  if (outcome.kind === 'ok' && outcome.config.mode === 'observe') return text;
  const why = 'problems' in outcome ? (outcome.problems[0] ?? '') : 'it would not only observe';
  throw new CodedError(
    'AIOPS_BUG',
    `the configuration that was made is not valid (${why}); please report this as a bug`,
  );
}
