import { appCheck } from './app.ts';
import { artifactsCheck } from './artifacts.ts';
import type { Check } from './check.ts';
import { configurationCheck } from './configuration.ts';
import { clockCheck, nodeCheck, stopCheck, storeCheck } from './itself.ts';
import { labelCheck } from './label.ts';
import { pagerdutyCheck } from './pagerduty.ts';
import { rulesCheck } from './rules.ts';
import { ownSecretsCheck, watchedSecretsCheck } from './secrets.ts';
import { slackCheck } from './slack.ts';
import { releaseOwnersCheck, teamCheck } from './team.ts';
import { deliveriesCheck, webhookCheck } from './webhook.ts';
import { workflowFilesCheck, workflowStatesCheck } from './workflows.ts';

/** Every look there is; together they look at every precondition. */
export const CHECKS: readonly Check[] = [
  appCheck,
  webhookCheck,
  deliveriesCheck,
  configurationCheck,
  workflowFilesCheck,
  workflowStatesCheck,
  artifactsCheck,
  labelCheck,
  teamCheck,
  releaseOwnersCheck,
  rulesCheck,
  slackCheck,
  pagerdutyCheck,
  ownSecretsCheck,
  watchedSecretsCheck,
  storeCheck,
  clockCheck,
  stopCheck,
  nodeCheck,
];
