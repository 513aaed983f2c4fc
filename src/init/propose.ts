import type { Workflow } from '../config/workflow-file.ts';
import type { Locale } from '../policies/locale.ts';
import { type Choice, chosen, noted, open } from './choice.ts';
import { findHandoffInputs, findStart } from './find-inputs.ts';
import { findLabel, findTeam } from './find-people.ts';
import { findPhases } from './find-phases.ts';
import { findPlaybookSection } from './find-playbook.ts';
import { findReport } from './find-report.ts';
import { findScripts } from './find-scripts.ts';
import { findSmokeRuns } from './find-smoke-runs.ts';
import { findTests } from './find-tests.ts';
import { type Match, matchRole, type Role } from './roles.ts';
import type { Survey } from './survey.ts';

const ROLES = ['smoke', 'verify', 'handoff', 'insights'] as const;

/**
 * What the configuration should say of a repository, a reason for each choice. It says only what the
 * repository shows; where that is nothing or two things, the choice is left open with the candidates.
 *
 * @param locale in which people shall be spoken to from then on
 */
export function propose(survey: Survey, locale: Locale): readonly Choice[] {
  const { workflows } = survey;
  const [smoke, verify, handoff, insights] = ROLES.map((role) => matchRole(role, workflows));
  const taken = [smoke, verify, handoff, insights].map(workflowOf);
  const tests = findTests(workflows.filter((workflow) => !taken.includes(workflow)));
  const proving = workflows.filter(
    (one) => one === workflowOf(smoke) || one === workflowOf(verify) || tests.files.has(one.file),
  );
  return [
    chosen('mode', 'observe', 'safe_start'),
    chosen('locale', locale, 'asked_for'),
    ...findTeam(survey),
    ...ofRole('smoke', smoke, (one) => [
      ...findReport('smoke', one),
      ...findSmokeRuns(one),
      ...findStart('smoke', one),
    ]),
    ...tests.choices,
    ...ofRole('verify', verify, (one) => [...findReport('verify', one), ...findStart('verify', one)]),
    ...findLabel(survey),
    ...findScripts(proving),
    ...ofRole('handoff', handoff, (one) => [
      ...findHandoffInputs(one),
      ...startsVerify(one, workflowOf(verify)),
      ...findPhases(one),
    ]),
    ...findPlaybookSection(survey.playbooks, locale),
    ...(insights?.kind === 'one' ? [noted('insights_seen', insights.signs)] : []),
    ...survey.unreadable.map(({ file, why }) => noted('workflow_unreadable', [`${file}: ${why}`])),
  ];
}

function workflowOf(match: Match | undefined): Workflow | null {
  return match?.kind === 'one' ? match.workflow : null;
}

function ofRole(
  role: Exclude<Role, 'insights'>,
  match: Match | undefined,
  more: (workflow: Workflow) => readonly Choice[],
): readonly Choice[] {
  const key = `${role}.workflow`;
  if (match?.kind === 'one')
    return [chosen(key, match.workflow.file, 'recognised', match.signs), ...more(match.workflow)];
  const reason = match?.kind === 'several' ? 'workflow_unclear' : 'workflow_missing';
  return [open(key, reason, match?.candidates ?? [])];
}

/** Whether Auto Handoff starts LangGraph Verify: a step says so, by Verify's file or display name. */
function startsVerify(handoff: Workflow, verify: Workflow | null): readonly Choice[] {
  if (verify === null) return [];
  const names = [verify.file, ...(verify.name === null ? [] : [verify.name])];
  const starts = handoff.jobs
    .flatMap(({ steps }) => steps)
    .filter(({ run }) => /workflow run|dispatch/i.test(run) && names.some((name) => run.includes(name)));
  return starts.length > 0
    ? [
        chosen(
          'handoff.starts_verify',
          true,
          'starts_verify',
          starts.flatMap(({ name }) => name ?? []),
        ),
      ]
    : [open('handoff.starts_verify', 'verify_start_unseen')];
}
