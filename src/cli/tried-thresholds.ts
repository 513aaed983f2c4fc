import type { MonitoringSettings } from '../alerts/settings.ts';
import { CodedError } from '../errors.ts';
import { checkedConfig } from './config-file.ts';

/** The thresholds of a file, and which of them are not the defaults. */
export interface Tried {
  readonly file: string;
  readonly settings: MonitoringSettings;
  readonly thresholds: readonly {
    readonly key: string;
    readonly value: number | string;
    readonly default: number | string;
  }[];
  /** What of the file could not be tried. */
  readonly notes: readonly string[];
}

/** @throws {CodedError} AIOPS_CONFIG_UNREADABLE, AIOPS_CONFIG_INVALID */
export async function triedIn(file: string, defaults: MonitoringSettings): Promise<Tried> {
  const { config, problems, extended } = await checkedConfig(file);
  const without = extended === null ? [] : [`extends ${extended}, which is only known on GitHub`];
  if (config === null)
    throw new CodedError(
      'AIOPS_CONFIG_INVALID',
      [...problems, ...without.map((one) => `${one}: save both as one file to try it`)]
        .map((one) => `${file}: ${one}`)
        .join('\n'),
    );
  const { monitoring: settings } = config;
  const thresholds = (['smoke_failure_rate', 'verify_latency', 'reruns'] as const).flatMap((part) =>
    differing(part, settings[part], defaults[part]),
  );
  const late = differing('handoff_lead_time', settings.handoff_lead_time, defaults.handoff_lead_time);
  const notes = [
    ...without.map((one) => `${one}: tried without it`),
    ...(late.length > 0 ? ['handoff_lead_time is not tried: a history has no handoffs'] : []),
  ];
  return { file, settings, thresholds, notes };
}

function differing(
  part: string,
  settings: Readonly<Record<string, number | string>>,
  defaults: Readonly<Record<string, number | string>>,
): Tried['thresholds'] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const other = defaults[key];
    return other === undefined || other === value ? [] : [{ key: `${part}.${key}`, value, default: other }];
  });
}
