import type { Finding, Precondition } from '../../src/effect/finding.ts';
import { Secret } from '../../src/secrets.ts';
import { CHECK, type Patient, WATCHED } from './patient.ts';

/** A precondition that does not hold, and what the doctor makes of it: all that is not as it should be. */
export interface Broken {
  readonly name: string;
  readonly how: (patient: Patient) => unknown;
  /** Precondition and status, of each finding that is neither ok nor skipped. */
  readonly finds: readonly (readonly [Precondition, Finding['status']])[];
  /** Of the first of them: which of several, and what its todo names. */
  readonly about?: string | RegExp;
  readonly todo: RegExp;
}

const SMOKE = 'codex-template-smoke.yml';
const VERIFY = 'ai-ops-langgraph-verify.yml';
const HANDOFF = 'ai-ops-auto-handoff.yml';
const INSIGHTS = 'ai-ops-insights.yml';
const HR = 'hr-module-ci.yml';
const DAY_MS = 86_400_000;

const ROLLBACK = 'rollback: { workflow: ai-ops-rollback.yml, inputs: { handoff: "{handoff_id}" } }\n';
const ROLLBACK_FILE =
  'on: { workflow_dispatch: { inputs: { handoff: { required: true } } } }\njobs: { back: { steps: [{ run: "true" }] } }\n';

/** Every delivery from the newest on failed, as many as are named. */
function lose(patient: Patient, which: (index: number) => boolean): void {
  const { deliveries } = patient.customer.github.world;
  for (const [index, delivery] of deliveries.toReversed().entries())
    if (which(index)) delivery.outcome = { statusCode: 503, at: new Date(patient.time.now).toISOString() };
}

const APP: readonly Broken[] = [
  {
    name: 'a permission is not granted',
    how: ({ customer: { installation } }) => {
      const { members: _, ...permissions } = installation.permissions;
      installation.permissions = permissions;
    },
    finds: [
      ['app_permissions', 'fail'],
      ['team_exists', 'unknown'],
      ['team_members', 'unknown'],
      ['team_readable', 'unknown'],
    ],
    about: 'members: read',
    todo: /Set members: read .* approve/,
  },
  {
    name: 'a permission is granted to read only',
    how: ({ customer: { installation } }) => {
      installation.permissions = { ...installation.permissions, actions: 'read' };
    },
    finds: [['app_permissions', 'fail']],
    about: 'actions: write',
    todo: /actions: write/,
  },
  {
    name: 'more is granted than is asked for',
    how: ({ customer: { installation } }) => {
      installation.permissions = { ...installation.permissions, administration: 'write' };
    },
    finds: [['app_permissions_spare', 'warn']],
    about: 'administration: write',
    todo: /Reduce administration: write/,
  },
  {
    name: 'an event is not subscribed to',
    how: ({ customer: { app } }) => {
      app.events = app.events.filter((event) => event !== 'workflow_run');
    },
    finds: [['app_events', 'fail']],
    about: 'workflow_run',
    todo: /Subscribe to workflow_run/,
  },
  {
    name: 'an event comes that nobody handles',
    how: ({ customer: { app } }) => {
      app.events = [...app.events, 'star'];
    },
    finds: [['app_events_spare', 'warn']],
    about: 'star',
    todo: /Unsubscribe from star/,
  },
  {
    name: 'the installation is suspended',
    how: ({ customer }) => customer.github.suspend(customer.installation),
    finds: [['app_active', 'fail']],
    about: 'acme',
    todo: /Unsuspend .* acme/,
  },
  {
    name: 'the App is not installed',
    how: ({ customer }) => customer.github.uninstall(customer.installation),
    finds: [['app_installed', 'fail']],
    about: 'acme/erp',
    todo: /Install App, and choose acme\/erp/,
  },
  {
    name: 'webhooks go elsewhere',
    how: ({ customer: { app } }) => {
      app.webhookUrl = 'https://old.example.com/api/github/webhooks';
    },
    finds: [['webhook_url', 'fail']],
    todo: /https:\/\/bot\.example\.com\/api\/github\/webhooks/,
  },
  {
    name: 'webhooks go nowhere',
    how: ({ customer: { app } }) => {
      app.webhookUrl = '';
    },
    finds: [['webhook_url', 'fail']],
    todo: /https:\/\/bot\.example\.com/,
  },
  {
    name: 'webhooks are sent as forms, and to anybody',
    how: ({ customer: { app } }) => {
      app.hook = { contentType: 'form', verifiesCertificates: false };
    },
    finds: [
      ['webhook_format', 'fail'],
      ['webhook_format', 'fail'],
    ],
    about: 'Content type: JSON',
    todo: /Content type: JSON/,
  },
  {
    name: 'some webhooks did not arrive',
    how: (patient) => lose(patient, (index) => index === 3 || index === 4),
    finds: [['webhook_deliveries', 'warn']],
    todo: /Recent Deliveries/,
  },
  {
    name: 'no webhook arrives any more',
    how: (patient) => lose(patient, (index) => index < 5),
    finds: [['webhook_deliveries', 'fail']],
    todo: /Recent Deliveries/,
  },
  {
    name: 'no webhook was sent for a day, and nothing has happened',
    how: ({ time }) => {
      time.now += 2 * DAY_MS;
    },
    finds: [],
    todo: /^$/,
  },
  {
    name: 'no webhook was sent for a day, in which workflows ran',
    how: ({ time, customer, pipeline }) => {
      time.now += 2 * DAY_MS;
      const { world } = customer.github;
      const [pull] = world.pulls;
      if (pull !== undefined) pipeline.tests(pull);
      world.deliveries.splice(0);
      time.now += DAY_MS / 24;
    },
    finds: [['webhook_deliveries', 'fail']],
    todo: /Recent Deliveries/,
  },
];

const CONFIGURATION: readonly Broken[] = [
  {
    name: 'there is no configuration',
    how: ({ pipeline }) => pipeline.configure(null),
    finds: [
      ['config_found', 'warn'],
      ['team_exists', 'warn'],
      ['check_premature', 'warn'],
    ],
    about: 'acme/erp',
    todo: /ai-ops init acme\/erp/,
  },
  {
    name: 'the configuration is invalid',
    how: ({ configure }) => configure((text) => text.replace('mode: enforce', 'mode: enforced\nteem: x')),
    finds: [
      ['config_valid', 'fail'],
      ['config_valid', 'fail'],
    ],
    about: /^line 1, mode: /,
    todo: /line 1, mode: must be `observe` or `enforce`/,
  },
  {
    name: 'no lint is named',
    how: ({ configure }) => configure((text) => text.replace(/ {2}lint:\n( {4}.*\n)+/, '')),
    finds: [['config_tests', 'fail']],
    about: 'tests.lint',
    todo: /under tests\.lint/,
  },
  {
    name: 'the bot only observes, and its check is required',
    how: ({ configure }) => configure((text) => text.replace('mode: enforce', 'mode: observe')),
    finds: [['check_premature', 'warn']],
    about: CHECK,
    todo: /AI Ops gates \(main\) in observe mode/,
  },
];

const WORKFLOWS: readonly Broken[] = [
  {
    name: 'a workflow file is missing',
    how: ({ rewrite }) => rewrite(HR, () => null),
    finds: [['workflow_file', 'fail']],
    about: HR,
    todo: /hr-module-ci\.yml/,
  },
  {
    name: 'the Insights Publisher is missing, which the bot works without',
    how: ({ rewrite }) => rewrite(INSIGHTS, () => null),
    finds: [['workflow_file', 'warn']],
    about: INSIGHTS,
    todo: /ai-ops-insights\.yml/,
  },
  {
    name: 'a workflow file is none',
    how: ({ rewrite }) => rewrite(HANDOFF, () => 'on: workflow_dispatch\njobs: [\n'),
    finds: [['workflow_file', 'fail']],
    about: HANDOFF,
    todo: /ai-ops-auto-handoff\.yml/,
  },
  {
    name: 'a workflow is disabled',
    how: ({ customer: { github, repository } }) =>
      github.setWorkflowState(repository, { workflow: VERIFY, state: 'disabled_inactivity' }),
    finds: [['workflow_active', 'fail']],
    about: VERIFY,
    todo: /Enable ai-ops-langgraph-verify\.yml/,
  },
  {
    name: 'Auto Handoff cannot be dispatched',
    how: ({ rewrite }) => rewrite(HANDOFF, (text) => text.replace('workflow_dispatch:', 'push:')),
    finds: [['workflow_dispatch', 'fail']],
    about: HANDOFF,
    todo: /workflow_dispatch .* ai-ops-auto-handoff\.yml/,
  },
  {
    name: 'Codex Smoke cannot be dispatched, which only a command needs',
    how: ({ rewrite }) => rewrite(SMOKE, (text) => text.replace('workflow_dispatch:', 'merge_group:')),
    finds: [['workflow_dispatch', 'warn']],
    about: SMOKE,
    todo: /workflow_dispatch/,
  },
  {
    name: 'Codex Smoke cannot be dispatched, and the bot is to start it',
    how: ({ rewrite, configure }) => {
      rewrite(SMOKE, (text) => text.replace('workflow_dispatch:', 'merge_group:'));
      configure((text) => text.replace('when_missing: not-applicable', 'when_missing: dispatch'));
    },
    finds: [['workflow_dispatch', 'fail']],
    about: SMOKE,
    todo: /workflow_dispatch/,
  },
  {
    name: 'an input is sent that is not declared',
    how: ({ configure, rewrite }) => {
      configure((text) => `${text}handoff: { inputs: { pr: "{pr}", head: "{head_sha}" } }\n`);
      rewrite(HANDOFF, (text) =>
        text.replace('workflow_dispatch:', 'workflow_dispatch:\n    inputs:\n      head:'),
      );
    },
    finds: [['workflow_inputs', 'fail']],
    about: `${HANDOFF}: pr`,
    todo: /Declare ai-ops-auto-handoff\.yml: pr/,
  },
  {
    name: 'an input is required that is not sent',
    how: ({ rewrite }) =>
      rewrite(VERIFY, (text) =>
        text.replace(
          'workflow_dispatch:',
          'workflow_dispatch:\n    inputs:\n      suite: { required: true }\n      depth: { required: true, default: 1 }',
        ),
      ),
    finds: [['workflow_required_inputs', 'fail']],
    about: `${VERIFY}: suite`,
    todo: /Send ai-ops-langgraph-verify\.yml: suite/,
  },
  {
    name: 'the rollback is there and takes what it is sent',
    how: ({ rewrite, configure }) => {
      rewrite('ai-ops-rollback.yml', () => ROLLBACK_FILE);
      configure((text) => text + ROLLBACK);
    },
    finds: [],
    todo: /^$/,
  },
  {
    name: 'the rollback is missing',
    how: ({ configure }) => configure((text) => text + ROLLBACK),
    finds: [['workflow_file', 'fail']],
    about: 'ai-ops-rollback.yml',
    todo: /ai-ops-rollback\.yml/,
  },
  {
    name: 'a job has another name',
    how: ({ rewrite }) => rewrite(HR, (text) => text.replace('lint-and-test:', 'check:')),
    finds: [
      ['workflow_jobs', 'fail'],
      ['workflow_jobs', 'fail'],
    ],
    about: `${HR}: lint-and-test`,
    todo: /hr-module-ci\.yml: lint-and-test/,
  },
  {
    name: 'a job is named when it runs',
    how: ({ rewrite }) =>
      rewrite(HR, (text) => text.replace('lint-and-test:', 'check:\n    name: test $' + '{{ matrix.node }}')),
    finds: [
      ['workflow_jobs', 'unknown'],
      ['workflow_jobs', 'unknown'],
    ],
    about: `${HR}: lint-and-test`,
    todo: /by hand: The jobs that the configuration names/,
  },
  {
    name: 'a step has another name',
    how: ({ rewrite }) => rewrite(HR, (text) => text.replace('Lint HR module', 'Lint')),
    finds: [['workflow_steps', 'fail']],
    about: `${HR}: lint-and-test, Lint HR module`,
    todo: /Lint HR module/,
  },
  {
    name: 'a phase of the handoff is in no job',
    how: ({ configure }) =>
      configure((text) => `${text}handoff: { phases: [{ phase: pr_review, step: Look at it }] }\n`),
    finds: [['workflow_steps', 'fail']],
    about: `${HANDOFF}: Look at it`,
    todo: /Look at it/,
  },
  {
    name: 'Auto Handoff may not start Verify',
    how: ({ rewrite }) => rewrite(HANDOFF, (text) => text.replace('actions: write', 'actions: read')),
    finds: [['workflow_token', 'fail']],
    about: HANDOFF,
    todo: /permissions: actions: write/,
  },
  {
    name: "whether Auto Handoff may start Verify is left to the repository's settings",
    how: ({ rewrite }) => rewrite(HANDOFF, (text) => text.replace(/permissions:\n( {2}.*\n)+/, '')),
    finds: [['workflow_token', 'warn']],
    about: HANDOFF,
    todo: /permissions: actions: write/,
  },
  {
    name: 'a workflow uses the old token',
    how: ({ rewrite }) =>
      rewrite(HANDOFF, (text) => [text, 'env:\n  GH_TOKEN: $', '{{ secrets.AI_OPS_PAT }}\n'].join('')),
    finds: [['workflow_pat', 'warn']],
    about: HANDOFF,
    todo: /AI_OPS_PAT out of ai-ops-auto-handoff\.yml/,
  },
];

const ARTIFACTS: readonly Broken[] = [
  {
    name: 'no run of Codex Smoke has succeeded yet',
    how: ({ customer: { github } }) => {
      github.world.runs.splice(0, 1);
    },
    finds: [['artifact_left', 'warn']],
    about: SMOKE,
    todo: /Run codex-template-smoke\.yml/,
  },
  {
    name: 'Verify leaves no artifact of that name',
    how: ({ configure }) => configure((text) => `${text}verify: { artifact: verify-report }\n`),
    finds: [['artifact_left', 'fail']],
    about: VERIFY,
    todo: /ai-ops-langgraph-verify\.yml once/,
  },
  {
    name: 'the artifact of Verify has expired',
    how: ({ customer: { github } }) => {
      const artifact = github.world.runs[1]?.artifacts[0];
      if (artifact !== undefined) github.expireArtifact(artifact);
    },
    finds: [['artifact_kept', 'warn']],
    about: VERIFY,
    todo: /Run ai-ops-langgraph-verify\.yml again/,
  },
  {
    name: 'the report has another name',
    how: ({ configure }) => configure((text) => `${text}verify: { report: verify.md }\n`),
    finds: [['artifact_readable', 'fail']],
    about: VERIFY,
    todo: /ai-ops-langgraph-verify\.yml/,
  },
  {
    name: 'the report is not what it should be',
    how: ({ configure }) => configure((text) => text.replace('smoke:\n', 'smoke:\n  report: latest.md\n')),
    finds: [['artifact_readable', 'fail']],
    about: SMOKE,
    todo: /codex-template-smoke\.yml/,
  },
];

const PEOPLE: readonly Broken[] = [
  {
    name: 'the label is gone',
    how: ({ customer: { github, repository, verified, outsider } }) =>
      github.deleteLabel(repository, { label: verified, by: outsider }),
    finds: [['label_exists', 'fail']],
    about: 'LG-Verified ✅',
    todo: /LG-Verified ✅/,
  },
  {
    name: 'the label is another than the configuration has',
    how: ({ configure }) => configure((text) => `${text}label: { node_id: LA_kwDOother }\n`),
    finds: [['label_identity', 'fail']],
    about: /^LA_kwDO/,
    todo: /label\.node_id to LA_kwDO/,
  },
  {
    name: 'the team is unknown',
    how: ({ configure }) => configure((text) => text.replace('team: ai-ops', 'team: ai-opps')),
    finds: [['team_exists', 'fail']],
    about: 'ai-opps',
    todo: /ai-opps/,
  },
  {
    name: 'the team has no member',
    how: ({ customer: { github, team, maintainer, releaseOwner } }) => {
      for (const user of [maintainer, releaseOwner]) github.setMembership(team, { user, state: null });
    },
    finds: [['team_members', 'fail']],
    about: 'ai-ops',
    todo: /Add members to ai-ops/,
  },
  {
    name: 'the team has one member, the other has not come yet',
    how: ({ customer: { github, team, releaseOwner } }) =>
      github.setMembership(team, { user: releaseOwner, state: 'pending' }),
    finds: [['team_members', 'warn']],
    about: 'ai-ops',
    todo: /Add members to ai-ops/,
  },
  {
    name: 'a release owner is nobody',
    how: ({ configure, customer: { releaseOwner } }) =>
      configure((text) => text.replace(`release_owners: [${releaseOwner.id}]`, 'release_owners: [7]')),
    finds: [['release_owners', 'fail']],
    about: '7',
    todo: /Correct 7 under release_owners/,
  },
  {
    name: 'a release owner is a bot',
    how: ({ configure, customer: { releaseOwner, app } }) =>
      configure((text) =>
        text.replace(`release_owners: [${releaseOwner.id}]`, `release_owners: [${app.bot.id}]`),
      ),
    finds: [['release_owners', 'fail']],
    todo: /under release_owners/,
  },
];

const RULES: readonly Broken[] = [
  {
    name: 'a base branch does not exist',
    how: ({ configure }) => configure((text) => `${text}base_branches: [main, release]\n`),
    finds: [['base_branch', 'fail']],
    about: 'release',
    todo: /Make the branch release/,
  },
  {
    name: 'the check is not required',
    how: ({ ruleset }) => {
      ruleset.requiredChecks = [{ context: 'lint', app: null }];
    },
    finds: [['check_required', 'fail']],
    about: CHECK,
    todo: /AI Ops gates \(main\) by a ruleset/,
  },
  {
    name: 'the ruleset is only tried out',
    how: ({ ruleset }) => {
      ruleset.enforcement = 'evaluate';
    },
    finds: [['check_required', 'fail']],
    about: CHECK,
    todo: /AI Ops gates \(main\)/,
  },
  {
    name: 'the check is required for another base',
    how: ({ customer: { github, repository, maintainer }, configure }) => {
      github.commitTo(repository, { branch: 'release', changes: { a: 'a' }, author: maintainer });
      configure((text) => `${text}base_branches: [main, release]\n`);
    },
    finds: [['check_required', 'fail']],
    about: 'AI Ops gates (release)',
    todo: /AI Ops gates \(release\)/,
  },
  {
    name: 'the check counts from anybody',
    how: ({ ruleset }) => {
      ruleset.requiredChecks = [{ context: CHECK, app: null }];
    },
    finds: [['check_pinned', 'fail']],
    about: CHECK,
    todo: /this App as the source .* AI Ops gates \(main\)/,
  },
  {
    name: 'the check counts from another App',
    how: ({ ruleset }) => {
      ruleset.requiredChecks = [{ context: CHECK, app: 15_368 }];
    },
    finds: [['check_pinned', 'fail']],
    about: CHECK,
    todo: /this App as the source/,
  },
  {
    name: 'the check is required, from this App, by the older protection',
    how: ({ ruleset, customer: { github, repository, app } }) => {
      ruleset.enforcement = 'disabled';
      const protection = { requiredChecks: [{ context: CHECK, app: app.id }] };
      github.protectBranch(repository, { branch: 'main', protection });
    },
    finds: [],
    todo: /^$/,
  },
  {
    name: 'a merge queue is on',
    how: ({ ruleset }) => {
      ruleset.mergeQueue = true;
    },
    finds: [['merge_queue', 'fail']],
    about: 'main',
    todo: /merge queue of main/,
  },
  {
    name: 'the rules cannot be read',
    how: ({ customer: { github } }) =>
      github.fault({ kind: 'status', status: 502, match: { path: /\/rules\/branches\// } }),
    finds: [
      ['base_branch', 'unknown'],
      ['check_required', 'unknown'],
      ['check_pinned', 'unknown'],
      ['check_premature', 'unknown'],
      ['merge_queue', 'unknown'],
    ],
    about: 'main',
    todo: /by hand: /,
  },
];

const SLACK: readonly Broken[] = [
  {
    name: 'Slack is not set up',
    how: ({ deps }) => {
      deps.slack = () => null;
    },
    finds: [['slack_token', 'warn']],
    todo: /SLACK_BOT_TOKEN/,
  },
  {
    name: 'the token was revoked',
    how: ({ workspace: { slack, bot } }) => slack.revokeToken(bot),
    finds: [['slack_token', 'fail']],
    todo: /SLACK_BOT_TOKEN/,
  },
  {
    name: 'a scope is missing',
    how: ({ workspace: { bot } }) => {
      bot.scopes = bot.scopes.filter((scope) => scope !== 'usergroups:read');
    },
    finds: [
      ['slack_scopes', 'fail'],
      ['slack_sre', 'unknown'],
      ['slack_escalation', 'unknown'],
    ],
    about: 'usergroups:read',
    todo: /scope usergroups:read/,
  },
  {
    name: 'the people are of another workspace',
    how: ({ configure, workspace: { slack } }) =>
      configure((text) => text.replace(`workspace: ${slack.world.team.id}`, 'workspace: T0OTHER99')),
    finds: [
      ['slack_workspace', 'fail'],
      ['slack_people', 'fail'],
      ['slack_people', 'fail'],
      ['slack_people', 'fail'],
      ['slack_people', 'fail'],
    ],
    about: /^T0/,
    todo: /slack\.workspace to T0/,
  },
  {
    name: 'the channel is another',
    how: ({ configure }) => configure((text) => text.replace('slack:\n', "slack:\n  channel: '#nowhere'\n")),
    finds: [['slack_channel', 'fail']],
    about: '#nowhere',
    todo: /#nowhere/,
  },
  {
    name: 'the channel is archived',
    how: ({ workspace: { channel } }) => {
      channel.isArchived = true;
    },
    finds: [['slack_channel', 'fail']],
    about: '#ai-ops-alerts',
    todo: /unarchive #ai-ops-alerts/,
  },
  {
    name: 'the bot has left the channel',
    how: ({ workspace: { slack, channel, bot } }) => slack.leave(channel, bot),
    finds: [['slack_member', 'fail']],
    about: '#ai-ops-alerts',
    todo: /Invite the bot to #ai-ops-alerts/,
  },
  {
    name: 'a person has left the workspace',
    how: ({ workspace: { people } }) => {
      people.mika.isDeleted = true;
    },
    finds: [['slack_people', 'fail']],
    about: /^U0/,
    todo: /Correct U0\w+ under slack\.people/,
  },
  {
    name: 'a person is a guest',
    how: ({ workspace: { slack, people }, configure }) => {
      const guest = slack.addUser('guest', { isGuest: true });
      configure((text) => text.replace(people.olli.id, guest.id));
    },
    finds: [['slack_people', 'fail']],
    todo: /guests/,
  },
  {
    name: 'a person is unknown',
    how: ({ workspace: { people }, configure }) =>
      configure((text) => text.replace(people.olli.id, 'U0NOBODY99')),
    finds: [['slack_people', 'fail']],
    about: 'U0NOBODY99',
    todo: /U0NOBODY99/,
  },
  {
    name: 'the group that is called is disabled',
    how: ({ workspace: { sre } }) => {
      sre.isDisabled = true;
    },
    finds: [['slack_sre', 'fail']],
    about: /^S0/,
    todo: /slack\.sre .* S0/,
  },
  {
    name: 'who is told of severe failures is no group any more',
    how: ({ configure }) => configure((text) => text.replace(/security: S\w+/, 'security: S0GONE99')),
    finds: [['slack_escalation', 'fail']],
    about: 'S0GONE99',
    todo: /S0GONE99 under escalation/,
  },
  {
    name: 'Slack cannot be reached',
    how: ({ workspace: { slack } }) => void slack.goDown(),
    finds: [
      ['slack_token', 'unknown'],
      ['slack_scopes', 'unknown'],
      ['slack_workspace', 'unknown'],
      ['slack_channel', 'unknown'],
      ['slack_member', 'unknown'],
      ['slack_people', 'unknown'],
      ['slack_sre', 'unknown'],
      ['slack_escalation', 'unknown'],
    ],
    todo: /Run the doctor again/,
  },
];

const PAGERDUTY: readonly Broken[] = [
  {
    name: 'PagerDuty is not set up',
    how: ({ deps }) => {
      deps.pagerduty = () => null;
    },
    finds: [['pagerduty_key', 'warn']],
    todo: /PAGERDUTY_ROUTING_KEY/,
  },
  {
    name: 'there is no routing key',
    how: ({ pagerduty }) => pagerduty({ routingKey: null }),
    finds: [
      ['pagerduty_key', 'fail'],
      ['pagerduty_integration', 'unknown'],
    ],
    todo: /PAGERDUTY_ROUTING_KEY/,
  },
  {
    name: 'there is no token of the REST API',
    how: ({ pagerduty }) => pagerduty({ rest: null }),
    finds: [['pagerduty_token', 'warn']],
    todo: /PAGERDUTY_API_TOKEN/,
  },
  {
    name: 'the token of the REST API is not taken',
    how: ({ onCall: { pagerDuty } }) => {
      pagerDuty.world.tokens.splice(0);
    },
    finds: [['pagerduty_token', 'fail']],
    todo: /PAGERDUTY_API_TOKEN/,
  },
  {
    name: 'the service has another name',
    how: ({ pagerduty }) => pagerduty({ service: 'AI Ops' }),
    finds: [['pagerduty_service', 'fail']],
    about: 'AI Ops',
    todo: /service AI Ops, or correct PAGERDUTY_SERVICE/,
  },
  {
    name: 'the service is disabled',
    how: ({ onCall: { service } }) => {
      service.state = 'disabled';
    },
    finds: [['pagerduty_service', 'fail']],
    about: 'AI Ops Triage',
    todo: /enable the service AI Ops Triage/,
  },
  {
    name: 'the service takes no events',
    how: ({ onCall: { service } }) => {
      service.integrations.splice(0);
    },
    finds: [['pagerduty_integration', 'fail']],
    about: 'AI Ops Triage',
    todo: /AI Ops Triage an Events API v2 integration/,
  },
  {
    name: 'the routing key is of another service',
    how: ({ pagerduty }) => pagerduty({ routingKey: new Secret('R'.repeat(32)) }),
    finds: [['pagerduty_integration', 'warn']],
    about: 'AI Ops Triage',
    todo: /PAGERDUTY_ROUTING_KEY to its key/,
  },
  {
    name: 'nobody is called with urgency',
    how: ({ onCall: { service } }) => {
      service.urgencyRule = { type: 'constant', urgency: 'low' };
    },
    finds: [['pagerduty_urgency', 'fail']],
    about: 'AI Ops Triage',
    todo: /urgency of AI Ops Triage/,
  },
  {
    name: 'everybody is always called with urgency',
    how: ({ onCall: { service } }) => {
      service.urgencyRule = { type: 'constant', urgency: 'high' };
    },
    finds: [['pagerduty_urgency', 'warn']],
    about: 'AI Ops Triage',
    todo: /urgency of AI Ops Triage/,
  },
  {
    name: 'the ladder is in another order',
    how: ({ onCall: { service } }) => {
      const [triage, sre, manager] = service.policy.rules;
      if (triage && sre && manager) service.policy.rules = [triage, manager, sre];
    },
    finds: [
      ['pagerduty_ladder', 'fail'],
      ['pagerduty_ladder', 'fail'],
    ],
    about: 'level 2: SRE (secondary)',
    todo: /level 2: SRE \(secondary\)/,
  },
  {
    name: 'a rung of the ladder is missing',
    how: ({ onCall: { service } }) => {
      service.policy.rules = service.policy.rules.slice(0, 2);
    },
    finds: [['pagerduty_ladder', 'fail']],
    about: 'level 3: Yui Mori (platform PM)',
    todo: /PAGERDUTY_LADDER/,
  },
  {
    name: 'nobody is on call at a level',
    how: ({ onCall: { pagerDuty } }) => {
      const sre = pagerDuty.world.schedules.find(({ name }) => name === 'SRE (secondary)');
      if (sre !== undefined) sre.onCall = [];
    },
    finds: [['pagerduty_on_call', 'fail']],
    about: 'level 2 (SRE (secondary))',
    todo: /on call at level 2/,
  },
  {
    name: 'nobody is named who writes notes',
    how: ({ pagerduty }) => pagerduty({ hasFrom: false }),
    finds: [['pagerduty_notes', 'warn']],
    todo: /PAGERDUTY_FROM/,
  },
  {
    name: 'a person is nobody at PagerDuty',
    how: ({ workspace: { people }, onCall: { pagerDuty }, configure }) => {
      const [known] = pagerDuty.world.users;
      configure((text) =>
        text
          .replace(people.mika.id, `${people.mika.id}, pagerduty: ${known?.id}`)
          .replace(people.olli.id, `${people.olli.id}, pagerduty: P0NOBODY`),
      );
    },
    finds: [['pagerduty_people', 'fail']],
    about: 'P0NOBODY',
    todo: /Correct P0NOBODY under slack\.people/,
  },
  {
    name: 'the secret of the webhooks is not known',
    how: ({ pagerduty }) => pagerduty({ hasWebhookSecret: false }),
    finds: [['pagerduty_webhook_secret', 'warn']],
    todo: /PAGERDUTY_WEBHOOK_SECRET/,
  },
  {
    name: 'nobody knows where the bot can be reached',
    how: ({ pagerduty }) => pagerduty({ webhookUrl: null }),
    finds: [['pagerduty_webhook', 'unknown']],
    todo: /sends its webhooks to where the bot listens/,
  },
  {
    name: 'the subscription leads elsewhere',
    how: ({ pagerduty }) => pagerduty({ webhookUrl: 'https://new.example.com/api/pagerduty/webhooks' }),
    finds: [['pagerduty_webhook', 'fail']],
    about: 'https://new.example.com/api/pagerduty/webhooks',
    todo: /webhook subscription/,
  },
  {
    name: 'the subscription is not active',
    how: ({ onCall: { pagerDuty } }) => {
      for (const one of pagerDuty.world.subscriptions) one.active = false;
    },
    finds: [['pagerduty_webhook', 'fail']],
    todo: /enable again/,
  },
  {
    name: 'the subscription is switched off for a day',
    how: ({ onCall: { pagerDuty }, time }) => {
      for (const one of pagerDuty.world.subscriptions) one.pausedUntil = time.now + DAY_MS;
    },
    finds: [['pagerduty_webhook', 'fail']],
    todo: /enable again/,
  },
  {
    name: 'the subscription does not tell of all',
    how: ({ onCall: { pagerDuty, service } }) => {
      const [old] = pagerDuty.world.subscriptions.splice(0);
      if (old === undefined) return;
      const events = old.events.filter((event) => event !== 'incident.escalated');
      pagerDuty.subscribe({ ...old, events, filter: { type: 'service_reference', id: service.id } });
    },
    finds: [['pagerduty_webhook_events', 'warn']],
    about: 'incident.escalated',
    todo: /incident\.escalated as well/,
  },
];

const SECRETS: readonly Broken[] = [
  {
    name: "one of the bot's own sources cannot be read",
    how: ({ deps }) => {
      const problems = ['AWS_SECRET_IDS: ai-ops/bot may not be read (AccessDeniedException); allow it'];
      deps.secrets = { ...deps.secrets, own: () => Promise.resolve({ from: [], problems }) };
    },
    finds: [['secret_sources', 'fail']],
    about: 'AWS_SECRET_IDS',
    todo: /AWS_SECRET_IDS/,
  },
  {
    name: 'a watched secret may not be described',
    how: ({ aws }) => {
      aws.permit = (_action, arn) => !arn.includes('codex');
    },
    finds: [['secret_known', 'fail']],
    about: WATCHED[1],
    todo: /secretsmanager:DescribeSecret on ai\/ops\/codex/,
  },
  {
    name: 'a watched secret does not exist',
    how: ({ deps }) => {
      deps.secrets = { ...deps.secrets, watched: ['ai/ops/codexx'] };
    },
    finds: [['secret_known', 'fail']],
    about: 'ai/ops/codexx',
    todo: /AWS_WATCHED_SECRET_IDS/,
  },
  {
    name: 'a watched secret is to be deleted',
    how: ({ aws }) => aws.markForDeletion(WATCHED[0]),
    finds: [['secret_kept', 'fail']],
    about: WATCHED[0],
    todo: /Restore ai\/ops\/langgraph/,
  },
  {
    name: 'a watched secret is old',
    how: ({ aws, time }) => {
      aws.setTime(time.now - 92 * DAY_MS);
      aws.put(WATCHED[1], 'an old one');
    },
    finds: [['secret_age', 'warn']],
    about: WATCHED[1],
    todo: /Rotate ai\/ops\/codex/,
  },
];

const BOT: readonly Broken[] = [
  {
    name: 'the store does not answer',
    how: ({ deps }) => {
      deps.store = { kind: 'down', why: 'AIOPS_DATABASE_UNREACHABLE: gone' };
    },
    finds: [['store_reachable', 'fail']],
    todo: /DATABASE_URL/,
  },
  {
    name: 'the clock is slow',
    how: ({ deps, time }) => {
      deps.clock = { now: () => time.now - 45_000 };
    },
    finds: [['clock', 'fail']],
    todo: /NTP/,
  },
  {
    name: 'the clock is fast',
    how: ({ deps, time }) => {
      deps.clock = { now: () => time.now + 45_000 };
    },
    finds: [['clock', 'fail']],
    todo: /NTP/,
  },
  {
    name: 'the stop of the environment is set',
    how: ({ deps }) => {
      deps.stop = { always: true, file: null };
    },
    finds: [['stop', 'warn']],
    about: 'AI_OPS_STOP',
    todo: /AI_OPS_STOP/,
  },
  {
    name: 'the stop file cannot be looked at',
    how: ({ deps }) => {
      deps.stop = { always: false, file: `${import.meta.filename}/stop` };
    },
    finds: [['stop', 'fail']],
    todo: /STOP_FILE/,
  },
  {
    name: 'Node is too old',
    how: ({ deps }) => {
      deps.nodeVersion = 'v22.11.0';
    },
    finds: [['node_version', 'fail']],
    todo: /Node 24/,
  },
];

export const BROKEN: Readonly<Record<string, readonly Broken[]>> = {
  APP,
  CONFIGURATION,
  WORKFLOWS,
  ARTIFACTS,
  PEOPLE,
  RULES,
  SLACK,
  PAGERDUTY,
  SECRETS,
  BOT,
};
