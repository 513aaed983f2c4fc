import { CONFIG_PATH } from '../config/repository.ts';
import type { Finding } from '../effect/finding.ts';
import { unreachable } from '../errors.ts';
import type { ConfigReading } from '../gather/config.ts';
import { type Check, finding } from './check.ts';

/** The configuration as it stands on the default branch. */
export const configurationCheck: Check = {
  ids: ['config_found', 'config_valid', 'config_tests'],
  look: async (subject) => judgeConfiguration(await subject.configReading(), subject.name),
};

/** @param name of the repository */
export function judgeConfiguration(reading: ConfigReading, name: string): readonly Finding[] {
  const found = finding('config_found', 'ok', CONFIG_PATH);
  switch (reading.kind) {
    case 'absent':
      return [
        finding('config_found', 'warn', 'absent, so the bot observes with every default', name),
        finding('config_valid', 'skipped', 'there is none'),
        finding('config_tests', 'skipped', 'there is none'),
      ];
    case 'unreadable':
    case 'invalid':
      return [
        found,
        ...reading.problems.map((problem) => finding('config_valid', 'fail', reading.kind, problem)),
        finding('config_tests', 'skipped', 'the configuration cannot be used'),
      ];
    case 'ok':
      return [found, finding('config_valid', 'ok', `mode: ${reading.config.mode}`), ...judgeTests(reading)];
    default:
      return unreachable(reading.kind);
  }
}

function judgeTests({ config: { mode, tests } }: ConfigReading): readonly Finding[] {
  const status = mode === 'enforce' ? 'fail' : 'warn';
  const unnamed = (['lint', 'unit'] as const).filter((kind) => tests[kind].length === 0);
  if (unnamed.length > 0)
    return unnamed.map((kind) => finding('config_tests', status, 'names none', `tests.${kind}`));
  const { lint, unit } = tests;
  return [finding('config_tests', 'ok', `${lint.length} for lint, ${unit.length} for unit`)];
}
