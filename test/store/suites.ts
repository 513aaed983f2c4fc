import { afterAll, beforeAll, describe } from '@jest/globals';
import { openTestStore, type TestEngine, type TestStore } from '../support/store.ts';
import { commitSuite } from './commit.suite.ts';
import { deadlinesSuite } from './deadlines.suite.ts';
import { evaluationsSuite } from './evaluations.suite.ts';
import { examinationsSuite } from './examinations.suite.ts';
import { inboxSuite } from './inbox.suite.ts';
import { incidentsSuite } from './incidents.suite.ts';
import { jobsSuite } from './jobs.suite.ts';
import { lanesSuite } from './lanes.suite.ts';
import { ledgerSuite } from './ledger.suite.ts';
import { memorySuite } from './memory.suite.ts';
import { outboxSuite } from './outbox.suite.ts';
import { rollbacksSuite } from './rollbacks.suite.ts';
import { runsSuite } from './runs.suite.ts';
import { usesSuite } from './uses.suite.ts';
import { watchesSuite } from './watches.suite.ts';

/** What the store promises, whatever it runs on. The suites share one store; each test has PRs of its own. */
export function everySuite(engine: TestEngine): void {
  let opened: TestStore;
  const stored = () => opened;
  beforeAll(async () => {
    opened = await openTestStore(engine);
  });
  afterAll(() => opened.close());

  describe('jobs', () => jobsSuite(stored));
  describe('the inbox', () => inboxSuite(stored));
  describe('evaluations', () => evaluationsSuite(stored));
  describe('memory', () => memorySuite(stored));
  describe('runs', () => runsSuite(stored));
  describe('uses', () => usesSuite(stored));
  describe('commits', () => commitSuite(stored));
  describe('rollbacks', () => rollbacksSuite(stored));
  describe('the outbox', () => outboxSuite(stored));
  describe('lanes', () => lanesSuite(stored));
  describe('the ledger', () => ledgerSuite(stored));
  describe('deadlines', () => deadlinesSuite(stored));
  describe('examinations', () => examinationsSuite(stored));
  describe('incidents', () => incidentsSuite(stored));
  describe('watches', () => watchesSuite(stored));
}
