import { z } from 'zod';
import { storedConfig } from '../../gather/config.ts';
import type { WatchSeen } from './input.ts';

/** What deadlines go on with while GitHub cannot be asked, also where the bot was started anew since it was read. */
export type LastSeen = Pick<WatchSeen, 'config' | 'repositoryUrl' | 'defaultBranch'>;

const shape = z.object({
  config: z.object({
    kind: z.enum(['ok', 'absent', 'unreadable', 'invalid']),
    text: z.string(),
    problems: z.array(z.string()),
  }),
  repositoryUrl: z.string(),
  defaultBranch: z.string(),
});

/** As text to be stored; the same again is the same text. */
export function lastSeenText({ config, repositoryUrl, defaultBranch }: LastSeen): string {
  const { kind, text, problems } = config;
  return JSON.stringify({ config: { kind, text, problems }, repositoryUrl, defaultBranch });
}

/** The configuration is read by today's rules: another version of the bot may have stored it. */
export function lastSeenOf(text: string): LastSeen {
  const { config, ...place } = shape.parse(JSON.parse(text));
  return { ...place, config: storedConfig(config) };
}
