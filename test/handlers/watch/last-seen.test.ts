import { describe, expect, test } from '@jest/globals';
import { configDefaults, parseRepositoryConfig } from '../../../src/config/repository.ts';
import type { ConfigReading } from '../../../src/gather/config.ts';
import { lastSeenOf, lastSeenText } from '../../../src/handlers/watch/last-seen.ts';
import { known } from '../../../src/policies/verdict.ts';

const PLACE = { repositoryUrl: 'https://github.com/octo/shop', defaultBranch: 'main' };

function reading(yaml: string): ConfigReading {
  const parsed = parseRepositoryConfig({ text: known(yaml) });
  if (parsed.kind !== 'ok') throw new Error(`not a configuration: ${yaml}`);
  return { kind: 'ok', config: parsed.config, text: parsed.text, problems: [] };
}

describe('what was read of a repository last', () => {
  test.each<readonly [string, ConfigReading]>([
    [
      'a configuration',
      reading('mode: enforce\nteam: ai-ops\nmonitoring: { verify_latency: { seconds: 300 } }'),
    ],
    ['none', { kind: 'absent', config: configDefaults(), text: '{}', problems: [] }],
    ['an invalid one', { kind: 'invalid', config: configDefaults(), text: '', problems: ['mode: is wrong'] }],
  ])('comes back as it was: %s', (_, config) => {
    expect(lastSeenOf(lastSeenText({ ...PLACE, config }))).toEqual({ ...PLACE, config });
  });

  test('what an older version stored has the defaults of the keys that it did not know', () => {
    const { monitoring, reports, ...older } = reading('mode: enforce\nteam: ai-ops').config;
    const config = { ...reading('mode: enforce\nteam: ai-ops'), text: JSON.stringify(older) };
    expect(lastSeenOf(lastSeenText({ ...PLACE, config })).config).toMatchObject({
      kind: 'ok',
      config: { mode: 'enforce', monitoring, reports },
    });
  });

  test('what today is no configuration is none: nothing begins by it', () => {
    const config = { ...reading('mode: enforce\nteam: ai-ops'), text: '{"mode":"sometimes"}' };
    expect(lastSeenOf(lastSeenText({ ...PLACE, config })).config).toMatchObject({
      kind: 'invalid',
      config: { mode: 'observe' },
    });
  });
});
