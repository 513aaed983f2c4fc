import { describe, expect, test } from '@jest/globals';
import { propose } from '../../src/init/propose.ts';
import type { Survey } from '../../src/init/survey.ts';
import { known, unknown } from '../../src/policies/verdict.ts';
import { ciOf, MATRIX, openIn, surveyOf, valuesOf } from './given.ts';

describe('who and with which label', () => {
  const team = (slug: string, name = slug) => ({ slug, name });
  const rows: readonly (readonly [string, Partial<Survey>, string | undefined, string])[] = [
    [
      'the team of the usual name',
      { teams: known([team('ai-ops-eu'), team('ai-ops')]) },
      'ai-ops',
      'team_named',
    ],
    ['the only one that comes near', { teams: known([team('x', 'AI Ops Tokyo')]) }, 'x', 'team_guessed'],
    ['none of two', { teams: known([team('ai-ops-eu'), team('aiops-jp')]) }, undefined, 'team_unclear'],
    ['none that only holds the letters', { teams: known([team('mail-opsec')]) }, undefined, 'team_missing'],
    ['none that could not be read', { teams: unknown('GitHub answered 403') }, undefined, 'teams_unread'],
    ['none of a person', { ownedByPerson: true }, undefined, 'team_of_person'],
  ];
  test.each(rows)('%s', (_, more, slug, reason) => {
    const survey = surveyOf({}, more);
    expect(valuesOf(survey).team).toBe(slug);
    const said = propose(survey, 'en').find((choice) => 'key' in choice && choice.key === 'team');
    expect(said).toMatchObject({ kind: slug === undefined ? 'open' : 'chosen', reason });
  });

  test('the label where it is there, in whatever case; else what comes near', () => {
    expect(valuesOf(surveyOf({}, { labels: ['lg-verified ✅'] }))['label.name']).toBe('LG-Verified ✅');
    const near = surveyOf({}, { labels: ['bug', 'verified', '検証済み'] });
    expect(openIn(near)['label.name label_missing']).toEqual(['verified', '検証済み']);
  });
});

describe('scripts that the workflows run are protected', () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ['a script in a folder of scripts: the folder', '{ run: scripts/ci/test.sh }', ['scripts/ci/**']],
    ['a script elsewhere: itself', '{ run: ./services/test.sh --all }', ['services/test.sh']],
    [
      'after what runs it',
      '{ run: "node --test tools/run.mjs && python3 check.py" }',
      ['check.py', 'tools/**'],
    ],
    ['in a folder of its own', '{ run: ./run.sh, working-directory: a/b }', ['a/b/run.sh']],
    ['not what is only named', '{ run: "npm test -- src/a.spec.ts\\necho scripts/x.sh" }', []],
    ['not outside the repository', '{ run: ../x.sh }, { run: /bin/x.sh }', []],
    ['not where an expression leads', `{ run: ./x.sh, working-directory: "${MATRIX}" }`, []],
    ['not what is protected anyway', '{ run: .github/scripts/x.sh }', []],
  ];
  test.each(rows)('%s', (_, steps, paths) => {
    const named = steps.replace('{ run', '{ name: Test, run');
    const expected = paths.length === 0 ? undefined : ['.github/**', ...paths];
    expect(valuesOf(surveyOf(ciOf(named))).protected_paths).toEqual(expected);
  });

  test('but not those of workflows whose word is not taken', () => {
    const survey = surveyOf({ 'deploy.yml': 'on: push\njobs: { a: { steps: [{ run: scripts/x.sh }] } }' });
    expect(valuesOf(survey)).not.toHaveProperty('protected_paths');
  });
});
