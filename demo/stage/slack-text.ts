import type { World } from '../slack/model/world.ts';
import { mentioned } from '../slack/pages/mrkdwn.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/** Slack's mrkdwn as a terminal shows it: people by their names, links as their labels. */
export function slackText(world: World, mrkdwn: string): string {
  return mrkdwn
    .replaceAll(
      /<([^<>|]+)(?:\|([^<>]*))?>/g,
      (_, target: string, label?: string) => mentioned(world, target) ?? label ?? target,
    )
    .replaceAll(/[*`\u2060]/g, '')
    .replaceAll(/&(amp|lt|gt);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
