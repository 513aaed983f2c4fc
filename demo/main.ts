import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/errors.ts';
import { judgeEndings, untilSettled } from './stage/endings.ts';
import { verifyLedger } from './stage/ledger.ts';
import { play } from './stage/play.ts';
import { buildStage, openStage, type Stage } from './stage/stage.ts';
import { Tally } from './stage/tally.ts';
import { Terminal } from './stage/terminal.ts';
import { judgeWhole } from './stage/whole.ts';
import { CHAPTERS } from './story/index.ts';

const INTERRUPTED = 130;
const terminal = new Terminal(process.stdout);

try {
  const { values } = parseArgs({ options: { once: { type: 'boolean', default: false } } });
  process.exitCode = await demo(values.once);
} catch (error) {
  terminal.line(messageOf(error), 'red');
  process.exitCode = 1;
}

/** @returns the exit code: 0 when all that must happen happened, and nothing else */
async function demo(endsByItself: boolean): Promise<number> {
  terminal.line(
    'The AI Ops bot, as it is run for real, against stand-ins for GitHub, Slack and PagerDuty on this machine.',
    'bold',
  );
  const interruption = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  const stage = await buildStage(terminal);
  const tally = new Tally(terminal);
  try {
    terminal.line('What they hold can be looked at while it is told:');
    showPages(stage);
    const story = tell(stage, tally).then(() => 'told' as const);
    const came = await Promise.race([story, interruption.then(() => 'interrupted' as const)]);
    if (came === 'told' && !endsByItself) {
      terminal.line(`\n${tally.line}. The pages stay up until Ctrl-C:`, 'bold');
      showPages(stage);
      await Promise.race([interruption, stage.bot.ended]);
    }
    if (came === 'interrupted') {
      await stage.bot.stop();
      return INTERRUPTED;
    }
    await endInOrder(stage, tally);
  } finally {
    await stage.clear();
  }
  if (tally.hasFailed) for (const line of stage.bot.complaints) terminal.line(line, 'dim');
  terminal.line(`\n${tally.line}`, tally.hasFailed ? 'red' : 'green');
  return tally.hasFailed ? 1 : 0;
}

function showPages({ server, services }: Stage): void {
  const pages = { GitHub: server.url, Slack: services.slack.url, PagerDuty: services.pagerDuty.url };
  for (const [name, url] of Object.entries(pages)) terminal.line(`  ${name.padEnd(10)} ${url}/`);
}

/** @throws {BotFailed} when the bot does not start, or dies */
async function tell(stage: Stage, tally: Tally): Promise<void> {
  await openStage(stage);
  const played = await play(CHAPTERS, stage, tally);
  terminal.chapter('What is left of it');
  await untilSettled(played, stage);
  judgeEndings(played, stage, tally);
  judgeWhole(played, stage, tally);
  terminal.line('Looked through everything else that the three got, too: for what nobody asked for.');
}

/** The bot ends as an orchestrator ends it; then the operator's command checks the record that it kept. */
async function endInOrder(stage: Stage, tally: Tally): Promise<void> {
  if (stage.bot.hasEnded) throw stage.bot.failure('died');
  const { code, signal } = await stage.bot.stop();
  // Windows knows no SIGTERM: there the process is ended at once.
  const inOrder = code === 0 || process.platform === 'win32';
  const how = `exit code ${code}, signal ${signal}`;
  tally.none('the bot did not stop in order after SIGTERM', inOrder ? [] : [how]);
  const { intact, said } = await verifyLedger({ DATA_DIR: stage.dataDir });
  tally.none('the ledger is not intact', intact ? [] : [said]);
  if (intact)
    terminal.line(`The bot has stopped. Its ledger is intact: ${said}, each hash made from the one before.`);
}
