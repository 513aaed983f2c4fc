import type { Chapter } from '../stage/scene.ts';
import { askedInSlack } from './asked-in-slack.ts';
import { commandByAnOutsider } from './command-by-an-outsider.ts';
import { editedWorkflow } from './edited-workflow.ts';
import { failedHandoff } from './failed-handoff.ts';
import { labelByAnOutsider } from './label-by-an-outsider.ts';
import { lookalikeWorkflow } from './lookalike-workflow.ts';
import { lostAnswer } from './lost-answer.ts';
import { nobodyToTell } from './nobody-to-tell.ts';
import { oneWay } from './one-way.ts';
import { pushAfterLabel } from './push-after-label.ts';
import { pushInTheLastMoment } from './push-in-the-last-moment.ts';
import { pushWhileItRuns } from './push-while-it-runs.ts';
import { runStartedByHand } from './run-started-by-hand.ts';
import { severeFailure } from './severe-failure.ts';
import { slowVerify } from './slow-verify.ts';
import { stuckApproval } from './stuck-approval.ts';

/**
 * The story. Each scene has a pull request of its own; those of one chapter are
 * played at the same time: beside the lost answer none that starts a handoff, since a dispatch does not say for
 * which pull request it is. One in which time runs faster is played alone: it runs for everybody.
 */
export const CHAPTERS: readonly Chapter[] = [
  { title: 'As it should be', scenes: [oneWay] },
  {
    title: 'Whose word counts, and for which commit',
    scenes: [pushAfterLabel, pushInTheLastMoment, labelByAnOutsider, commandByAnOutsider, askedInSlack],
  },
  {
    title: 'What proves something, and what only looks so',
    scenes: [lookalikeWorkflow, editedWorkflow, lostAnswer],
  },
  { title: 'When a handoff goes wrong', scenes: [failedHandoff, pushWhileItRuns, runStartedByHand] },
  { title: 'When nobody can be told', scenes: [nobodyToTell] },
  { title: 'When something takes too long', scenes: [slowVerify] },
  { title: 'When somebody is waited for', scenes: [stuckApproval] },
  { title: 'When everything breaks', scenes: [severeFailure] },
];
