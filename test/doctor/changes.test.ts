import { expect, test } from '@jest/globals';
import { changesBetween } from '../../src/doctor/changes.ts';
import { finding } from '../../src/doctor/check.ts';
import type { FindingStatus, Precondition } from '../../src/effect/finding.ts';
import type { Told } from '../../src/store/store.ts';

type Line = readonly [Precondition, FindingStatus, (string | null)?];

const told = (lines: readonly Line[]): readonly Told[] =>
  lines.map(([id, status, about = null]) => ({ id, status, about }));
const found = (lines: readonly Line[]) =>
  lines.map(([id, status, about = null]) => finding(id, status, 'seen', about));

interface Case {
  readonly name: string;
  readonly before: readonly Line[];
  readonly now: readonly Line[];
  readonly worse: readonly Line[];
  readonly well: readonly (readonly [Precondition, (string | null)?])[];
  readonly told: readonly Line[];
}

const CASES: readonly Case[] = [
  {
    name: 'all is well, and was',
    before: [],
    now: [
      ['clock', 'ok'],
      ['slack_sre', 'skipped'],
    ],
    worse: [],
    well: [],
    told: [],
  },
  {
    name: 'at first everything that does not hold is news',
    before: [],
    now: [
      ['clock', 'fail'],
      ['stop', 'warn', 'AI_OPS_STOP'],
      ['slack_token', 'unknown'],
    ],
    worse: [
      ['clock', 'fail'],
      ['stop', 'warn', 'AI_OPS_STOP'],
      ['slack_token', 'unknown'],
    ],
    well: [],
    told: [
      ['clock', 'fail'],
      ['stop', 'warn', 'AI_OPS_STOP'],
      ['slack_token', 'unknown'],
    ],
  },
  {
    name: 'what is as bad as before is none',
    before: [['clock', 'fail']],
    now: [['clock', 'fail']],
    worse: [],
    well: [],
    told: [['clock', 'fail']],
  },
  {
    name: 'a warning that became a failure is',
    before: [['team_members', 'warn', 'ai-ops']],
    now: [['team_members', 'fail', 'ai-ops']],
    worse: [['team_members', 'fail', 'ai-ops']],
    well: [],
    told: [['team_members', 'fail', 'ai-ops']],
  },
  {
    name: 'a failure that became a warning is none, until it fails again',
    before: [['team_members', 'fail', 'ai-ops']],
    now: [['team_members', 'warn', 'ai-ops']],
    worse: [],
    well: [],
    told: [['team_members', 'warn', 'ai-ops']],
  },
  {
    name: 'one of several is another',
    before: [['slack_people', 'fail', 'U1']],
    now: [
      ['slack_people', 'fail', 'U1'],
      ['slack_people', 'fail', 'U2'],
    ],
    worse: [['slack_people', 'fail', 'U2']],
    well: [],
    told: [
      ['slack_people', 'fail', 'U1'],
      ['slack_people', 'fail', 'U2'],
    ],
  },
  {
    name: 'one of several is well again while another is not',
    before: [
      ['slack_people', 'fail', 'U1'],
      ['slack_people', 'fail', 'U2'],
    ],
    now: [['slack_people', 'fail', 'U2']],
    worse: [],
    well: [['slack_people', 'U1']],
    told: [['slack_people', 'fail', 'U2']],
  },
  {
    name: 'well again',
    before: [['slack_member', 'fail', '#ops']],
    now: [['slack_member', 'ok']],
    worse: [],
    well: [['slack_member', '#ops']],
    told: [],
  },
  {
    name: 'that it cannot be looked at is no news of what failed before',
    before: [['clock', 'fail']],
    now: [['clock', 'unknown']],
    worse: [],
    well: [],
    told: [['clock', 'fail']],
  },
  {
    name: 'nor of one of several, where none can be looked at',
    before: [['slack_people', 'fail', 'U1']],
    now: [['slack_people', 'unknown']],
    worse: [['slack_people', 'unknown']],
    well: [],
    told: [
      ['slack_people', 'unknown'],
      ['slack_people', 'fail', 'U1'],
    ],
  },
  {
    name: 'it can be looked at again, and is as it should be',
    before: [['clock', 'unknown']],
    now: [['clock', 'ok']],
    worse: [],
    well: [['clock']],
    told: [],
  },
  {
    name: 'it can be looked at again, and is not',
    before: [['clock', 'unknown']],
    now: [['clock', 'fail']],
    worse: [['clock', 'fail']],
    well: [],
    told: [['clock', 'fail']],
  },
  {
    name: 'what applies no longer is neither worse nor well',
    before: [['slack_sre', 'fail', 'S1']],
    now: [['slack_sre', 'skipped']],
    worse: [],
    well: [],
    told: [],
  },
];

test.each(CASES)('$name', ({ before, now, worse, well, told: after }) => {
  expect(changesBetween(told(before), found(now))).toEqual({
    worse: found(worse),
    well: well.map(([id, about = null]) => ({ id, about })),
    told: told(after),
  });
});
