import { describe, expect, test } from '@jest/globals';
import { validateMessage } from '../../demo/slack/block-kit/validate.ts';
import type { DailyView, OpenShown } from '../../src/effect/daily.ts';
import { dailyPageText } from '../../src/notifiers/wording/pagerduty/daily-page.ts';
import { dailyMessage } from '../../src/notifiers/wording/slack/daily.ts';
import { LOCALES } from '../../src/policies/locale.ts';
import { DAILY_VIEWS, dailyPage, slackDaily } from './daily-samples.ts';
import { HOSTILE } from './effects.ts';

const FAR = `https://github.example/${'a|b>c<d'.repeat(20)}?q=${encodeURIComponent('<!here>'.repeat(60))}`;

const OPEN: OpenShown = {
  rule: 'severe',
  url: FAR,
  state: { kind: 'warning', since: '2026-11-22T08:00:00.000Z' },
  openedAt: '2026-11-22T07:30:00.000Z',
};
const HUGE: DailyView = {
  ...DAILY_VIEWS['many runs, late, more than is counted'],
  repositoryUrl: FAR,
  warnings: Array.from({ length: 500 }, () => ({ rule: 'severe', url: FAR })),
  open: Array.from({ length: 500 }, () => OPEN),
};

describe.each(LOCALES)('in %s', (locale) => {
  test.each(Object.entries(DAILY_VIEWS))('%s', (_name, view) => {
    const message = dailyMessage(slackDaily(view, { locale }));
    expect(message).toMatchSnapshot();
    expect(validateMessage(message)).toEqual([]);
  });

  test('whatever is in it, Slack takes it, and it calls nobody', () => {
    const repository = { ...slackDaily().repository, owner: HOSTILE, repo: `${HOSTILE} <!channel> @here` };
    const message = dailyMessage(slackDaily(HUGE, { locale, repository }));
    expect(validateMessage(message)).toEqual([]);
    expect(JSON.stringify(message)).not.toMatch(/<!(?!date)|<@|@here\b/);
  });

  test('what PagerDuty is told', () => {
    expect(dailyPageText(dailyPage('trigger', locale), 'github.com')).toMatchSnapshot();
  });
});
