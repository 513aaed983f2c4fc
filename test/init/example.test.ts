import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CONFIG_PATH } from '../../src/config/repository.ts';
import { planOf } from '../../src/init/plan.ts';
import { customerSurvey, TODAY } from './given.ts';

const EXAMPLE = 'ai-ops.example.yml';

test(`${EXAMPLE} is what the first customer's repository gets; UPDATE_EXAMPLE=1 writes it anew`, () => {
  const { files } = planOf(customerSurvey(), { locale: 'en', today: TODAY });
  const made = files.find(({ path }) => path === CONFIG_PATH)?.text ?? '';
  if (process.env.UPDATE_EXAMPLE === '1') writeFileSync(EXAMPLE, made);
  expect(readFileSync(EXAMPLE, 'utf8')).toBe(made);
});
