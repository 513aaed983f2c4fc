import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { SLACK_SCOPES } from '../../src/doctor/judge-slack.ts';
import { PRECONDITIONS, type Precondition } from '../../src/effect/finding.ts';
import { holdsText, todoText } from '../../src/notifiers/wording/doctor/precondition.ts';
import { LOCALES } from '../../src/policies/locale.ts';

const page = readFileSync('docs/doctor.md', 'utf8');
const rows = [...page.matchAll(/^\| `(\w+_\w+|clock|stop)` \| (.+) \| (.+) \|$/gm)].map(
  ([, id, holds, todo]) => ({
    id,
    holds,
    todo,
  }),
);
const ids = Object.keys(PRECONDITIONS) as Precondition[];

test('docs/doctor.md says of every precondition what it is and what to do, in the words of the finding', () => {
  expect(rows).toEqual(
    ids.map((id) => ({
      id,
      holds: holdsText(id).en,
      todo: todoText({ id, status: 'fail', about: '…' })?.en,
    })),
  );
});

test('it names every scope of Slack', () => {
  for (const scope of SLACK_SCOPES) expect(page).toContain(`\`${scope}\``);
});

test.each(ids)('%s is said in both languages, in one line', (id) => {
  const texts = (['warn', 'unknown'] as const).map((status) => todoText({ id, status, about: 'x' }));
  for (const text of [...texts, holdsText(id)]) {
    expect(text?.en).toMatch(/^\S[^\n]+$/);
    expect(text?.ja).toMatch(/^\S[^\n]+$/);
  }
  expect(holdsText(id)).toEqual({
    en: expect.stringMatching(/^[A-Z].*\.$/),
    ja: expect.stringMatching(/こと$/),
  });
  expect(texts[0]?.ja).toMatch(/。$/);
  expect(todoText({ id, status: 'ok', about: null })).toBeNull();
});

test.each(LOCALES)('what must hold, and what to do, in %s', (locale) => {
  const lines = ids.map((id) => {
    const todo = todoText({ id, status: 'fail', about: '…' });
    return `${id}: ${holdsText(id)[locale]} → ${todo?.[locale]}`;
  });
  expect(lines.join('\n')).toMatchSnapshot();
});
