import { describe, expect, test } from '@jest/globals';
import { WORKFLOW_FILES } from '../../demo/customer/workflow-files.ts';
import { openIn, surveyOf, valuesOf } from './given.ts';

describe('Auto Handoff', () => {
  const handoff = (inputs: string, jobs = 'a: { steps: [{ run: x }] }') =>
    surveyOf({
      'ai-ops-auto-handoff.yml': `on: { workflow_dispatch: { inputs: { ${inputs} } } }\njobs: { ${jobs} }`,
    });

  test('is given the inputs that it declares, by their names, and no other', () => {
    const survey = handoff(
      'pr_number: , head-sha: { required: true }, base_branch: , handoff_id: , dry_run: ',
    );
    expect(valuesOf(survey)['handoff.inputs']).toEqual({
      pr_number: '{pr}',
      'head-sha': '{head_sha}',
      base_branch: '{base_ref}',
      handoff_id: '{handoff_id}',
    });
    expect(openIn(survey)).not.toHaveProperty(['handoff.inputs inputs_needed']);
  });

  test('says which inputs it requires that nobody can fill in', () => {
    const survey = handoff('environment: { required: true }, level: { required: true, default: low }');
    expect(valuesOf(survey)).not.toHaveProperty(['handoff.inputs']);
    expect(openIn(survey)['handoff.inputs inputs_needed']).toEqual(['environment']);
  });

  test('cannot be started where nothing dispatches it', () => {
    const survey = surveyOf({
      'ai-ops-auto-handoff.yml': 'on: pull_request\njobs: { a: { steps: [{ run: x }] } }',
    });
    expect(openIn(survey)).toHaveProperty(['handoff.workflow not_dispatchable']);
  });

  test('has phases by the names of its jobs, else of their steps', () => {
    const survey = handoff(
      '',
      `generate: { steps: [{ name: Review what is there, run: x }] },
       flow: { steps: [{ name: Upload the template, run: x }, { name: PR レビュー, run: x }, { name: Review and approve, run: x }] }`,
    );
    expect(valuesOf(survey)['handoff.phases']).toEqual([
      { phase: 'template_generation', job: 'generate' },
      { phase: 'pr_review', job: 'flow', step: 'PR レビュー' },
    ]);
    expect(openIn(survey)['handoff.phases phase_unclear']).toEqual(['flow › Review and approve']);
  });

  test.each([
    ['by its file', 'gh workflow run ai-ops-langgraph-verify.yml', true],
    ['by its display name', 'gh workflow run \\"AI Ops LangGraph Verify\\"', true],
    ['not where it is only named', 'echo ai-ops-langgraph-verify.yml', undefined],
    ['not where another is started', 'gh workflow run other.yml', undefined],
  ])('starts LangGraph Verify: told %s', (_, run, expected) => {
    const file = '.github/workflows/ai-ops-langgraph-verify.yml';
    const survey = surveyOf({
      [file]: WORKFLOW_FILES[file] ?? '',
      'ai-ops-auto-handoff.yml': `on: workflow_dispatch\njobs: { a: { steps: [{ run: "${run}" }] } }`,
    });
    expect(valuesOf(survey)['handoff.starts_verify']).toBe(expected);
    expect('handoff.starts_verify verify_start_unseen' in openIn(survey)).toBe(expected === undefined);
  });
});

describe('LangGraph Verify', () => {
  const verify = (on: string) =>
    surveyOf({ 'ai-ops-langgraph-verify.yml': `on: ${on}\njobs: { a: { steps: [{ run: x }] } }` });

  test.each([
    ['without inputs on the head', 'workflow_dispatch', {}],
    [
      'with an input for the head on the default branch',
      '{ workflow_dispatch: { inputs: { head_sha: { required: true } } } }',
      { 'verify.ref': 'default', 'verify.head_input': 'head_sha' },
    ],
    ['with two that may be it on the head', '{ workflow_dispatch: { inputs: { sha: , commit: } } }', {}],
  ])('is started %s', (_, on, expected) => {
    const { 'verify.ref': ref, 'verify.head_input': input } = valuesOf(verify(on));
    expect({
      ...(ref !== undefined && { 'verify.ref': ref }),
      ...(input !== undefined && { 'verify.head_input': input }),
    }).toEqual(expected);
  });

  test('cannot be started where it requires more, or nothing dispatches it', () => {
    const needs = verify('{ workflow_dispatch: { inputs: { head_sha: , model: { required: true } } } }');
    expect(openIn(needs)['verify.ref start_needs_inputs']).toEqual(['model']);
    expect(valuesOf(needs)).not.toHaveProperty(['verify.ref']);
    expect(openIn(verify('push'))).toHaveProperty(['verify.workflow not_dispatchable']);
  });
});
