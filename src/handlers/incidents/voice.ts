import type { RepositoryConfig } from '../../config/repository.ts';
import type { Locale } from '../../policies/locale.ts';
import type { IncidentMemory, KeptIncident, MatterMessage } from '../../store/store.ts';

type Voice = NonNullable<KeptIncident['kept']['voice']>;

/**
 * Where and how an incident is told of. Once it has spoken, it stays where that stands, in its language: in the thread
 * of what the bot called for, so that one trouble has one message, else in a message of its own. Where no line could
 * be written there, it has said nothing yet.
 */
export function voiceOf(
  { incident, isLineRefused }: Pick<IncidentMemory, 'incident' | 'isLineRefused'>,
  known: {
    /** The message of what the bot called for; `null` where there is none. */
    readonly matterMessage: MatterMessage | null;
    /** Of the repository that it is about; absent where it could not be read, or is about none. */
    readonly config: Pick<RepositoryConfig, 'mode' | 'locale' | 'slack'> | undefined;
    /** Language of what is about no single repository. */
    readonly locale: Locale;
  },
): Voice {
  const { voice } = incident.kept;
  const { matterMessage, config, locale } = known;
  if (voice !== null && !(voice.thread !== undefined && isLineRefused)) return voice;
  if (voice === null && matterMessage !== null && config?.mode !== 'observe') {
    const { key: thread, ...speaks } = matterMessage;
    return { ...speaks, thread };
  }
  if (config === undefined) return { locale, channel: null };
  return { locale: config.locale, channel: config.slack.channel ?? null };
}
