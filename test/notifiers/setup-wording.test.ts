import { describe, expect, test } from '@jest/globals';
import { renderConfig } from '../../src/init/render.ts';
import { dashboardText } from '../../src/notifiers/wording/dashboard.ts';
import { PLAYBOOK_SECTION, playbooksText } from '../../src/notifiers/wording/playbooks.ts';
import { type SetupPull, setupBody, setupTitle } from '../../src/notifiers/wording/setup-pull.ts';
import {
  CHOSEN,
  type ChosenReason,
  NOTED,
  type NotedReason,
  OPEN,
  type OpenReason,
} from '../../src/notifiers/wording/setup-reasons.ts';
import { LOCALES } from '../../src/policies/locale.ts';

const names = ['ci.yml', 'a | b `c` @mona <img>\n# d'];

/** Every reason there is, once. */
const EVERYTHING: SetupPull = {
  chosen: (Object.keys(CHOSEN) as ChosenReason[]).map((reason, i) => ({
    key: `key.${i}`,
    value: ['text', ['a', 'b'], [{ workflow: 'ci.yml', job: 'lint' }], { pr: '{pr}' }, true][i % 5],
    reason,
    names: i % 2 === 0 ? names : [],
  })),
  open: (Object.keys(OPEN) as OpenReason[]).map((reason, i) => ({
    key: `open.${i}`,
    reason,
    names: i === 0 ? Array(12).fill('x') : i % 2 === 0 ? names : [],
  })),
  noted: (Object.keys(NOTED) as NotedReason[]).map((reason) => ({ reason, names })),
  added: ['.github/ai-ops.yml'],
  kept: ['docs/ai/ops-dashboard.md'],
};

describe.each(LOCALES)('in %s', (locale) => {
  test('the pull request', () => {
    expect(`${setupTitle(locale)}\n\n${setupBody(EVERYTHING, locale)}`).toMatchSnapshot();
  });

  test('the configuration', () => {
    expect(renderConfig([], locale)).toMatchSnapshot();
  });

  test('the dashboard', () => {
    expect(dashboardText(locale, '2026-03-02')).toMatchSnapshot();
  });

  test('the playbooks, with the section for a failed handoff', () => {
    const text = playbooksText(locale, '2026-03-02');
    expect(text).toContain(`\n## ${PLAYBOOK_SECTION[locale]}\n`);
    expect(text).toMatchSnapshot();
  });
});

test('what comes from the repository is inert: no mention, no markup, no line of its own', () => {
  for (const locale of LOCALES) {
    const body = setupBody(EVERYTHING, locale);
    expect(body).toContain("`a ¦ b 'c' @mona <img> # d`");
    expect(body.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/@mona|<img/);
  }
});
