import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGERDUTY_PATH } from '../../src/ingress/pagerduty.ts';
import { SLACK_PATH } from '../../src/ingress/slack.ts';
import { readManifest, WEBHOOK_PATH } from '../../src/web/app-manifest.ts';
import { CUSTOMER_CONFIG, type Customer, customerOn } from '../customer/customer.ts';
import { whoIsTold } from '../customer/escalation.ts';
import { createGitHub } from '../github/github.ts';
import type { Pull } from '../github/model/pull.ts';
import { type GitHubServer, serveGitHub } from '../github/server.ts';
import { FasterClock } from '../time/faster-clock.ts';
import { BotProcess } from './bot-process.ts';
import { Deeds } from './deeds.ts';
import { GitHubTeller } from './github-teller.ts';
import { Narrator } from './narrator.ts';
import { PagerDutyTeller } from './pagerduty-teller.ts';
import { PostOffice } from './post-office.ts';
import { callsTo, type Services, startServices } from './services.ts';
import { type Sight, sightOf } from './sight.ts';
import { SlackTeller } from './slack-teller.ts';
import type { Terminal } from './terminal.ts';

/** The customer's configuration, and which step of Auto Handoff is which phase. No daily status: it would come or not, by the hour of day. */
const CONFIG = `${CUSTOMER_CONFIG}
handoff:
  phases:
    - { phase: template_generation, step: Generate templates }
    - { phase: pr_review, step: Review the pull request }
    - { phase: deploy_approval, step: Approve the deployment }
reports: { daily: { enabled: false } }
`;
const MANIFEST = fileURLToPath(new URL('../../app.yml', import.meta.url));

/** The stand-ins for GitHub, Slack and PagerDuty, the customer in them, and the bot beside them. */
export interface Stage {
  readonly terminal: Terminal;
  readonly customer: Customer;
  /** Everybody's: the stand-ins', and the bot's. */
  readonly clock: FasterClock;
  readonly server: GitHubServer;
  readonly services: Services;
  readonly bot: BotProcess;
  /** Where the bot keeps its store; gone with the stage. */
  readonly dataDir: string;
  readonly post: PostOffice;
  readonly deeds: Deeds;
  readonly narrator: Narrator;
  readonly sight: (pull: Pull) => Sight;
  /** How often the bot has called anybody: what is to be seen of it changes only with that. */
  readonly asked: () => number;
  /** Ends whatever still runs, and removes what was written. */
  readonly clear: () => Promise<void>;
}

/** Builds everything up; the bot is started, and not yet ready. */
export async function buildStage(terminal: Terminal): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'ai-ops-demo-'));
  const clock = new FasterClock(directory);
  const github = createGitHub({ clock, wall: clock });
  const server = await serveGitHub(github);
  const services = await startServices(directory, clock);
  const webhookSecret = randomBytes(32).toString('hex');
  const manifest = readManifest(MANIFEST);
  const customer = customerOn(github, {
    config: `${CONFIG}${whoIsTold(services.informed)}`,
    workspace: services.workspace,
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    webhookSecret,
  });
  const { app, repository } = customer;
  // Who may approve a deployment.
  github.setRole(repository, { user: customer.releaseOwner, role: 'maintain' });
  const dataDir = join(directory, 'data');
  const environment = {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKeyPem,
    WEBHOOK_SECRET: webhookSecret,
    GHE_HOST: new URL(server.url).host,
    GHE_PROTOCOL: 'http',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    ...clock.environment,
    ...services.environment,
  };
  const bot = new BotProcess({ environment, directory });
  const removeData = (): void => {
    bot.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', removeData);
  const deeds = new Deeds(github, repository);
  return {
    terminal,
    customer,
    clock,
    server,
    services,
    bot,
    dataDir,
    deeds,
    post: new PostOffice({ github: github.world, pagerDuty: services.onCall.pagerDuty.world }, (error) =>
      terminal.line(`The webhooks stopped: ${String(error)}`, 'red'),
    ),
    narrator: new Narrator(terminal, [
      new GitHubTeller(deeds, app.slug),
      new SlackTeller(services.workspace),
      new PagerDutyTeller(services.onCall.pagerDuty, app.slug),
    ]),
    sight: (pull) => sightOf({ github, app, deeds, services }, pull),
    asked: () => github.service.requests.length + callsTo(services).all,
    clear: async () => {
      bot.kill();
      await bot.ended;
      await Promise.all([server.close(), services.close()]);
      removeData();
      process.off('exit', removeData);
    },
  };
}

/** Opens the curtain: the bot is ready, and the three know where its doors are. @throws {BotFailed} */
export async function openStage({ bot, customer, services, post }: Stage): Promise<void> {
  await bot.ready();
  customer.app.webhookUrl = `${bot.url}${WEBHOOK_PATH}`;
  services.workspace.bot.requestUrl = `${bot.url}${SLACK_PATH}`;
  services.subscription.url = `${bot.url}${PAGERDUTY_PATH}`;
  post.open();
}
