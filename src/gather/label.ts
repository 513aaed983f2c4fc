import { messageOf } from '../errors.ts';
import type { LabelApplication, LabelFacts } from '../policies/facts.ts';
import type { LabelSettings } from '../policies/settings.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { LabelObservation, PullMemory } from '../store/store.ts';
import type { WholeAnswer } from './ask.ts';
import type { Membership } from './people.ts';
import { personOf } from './people.ts';
import type { Pushes } from './pushes.ts';

/** The event's time and the timeline's are of one deed, but the event carries when the PR was touched. */
const SAME_DEED_MS = { before: 5_000, after: 60_000 } as const;
const MAX_LABELS = 100;

export interface LabelReading {
  readonly whole: WholeAnswer;
  readonly memory: PullMemory;
  readonly settings: LabelSettings;
  /** Node id the label is pinned to; `null` while no label of that name was ever seen. */
  readonly pinned: string | null;
  readonly pushes: Pushes;
  readonly membershipOf: (login: string) => Promise<Known<Membership>>;
}

/**
 * Who put the governed label on, when, and for which head (G4). The label is the one with the
 * pinned node id, whatever it is called; a label of the right name with another id is another label.
 */
export async function readLabel(reading: LabelReading): Promise<Known<LabelFacts>> {
  const { answer } = reading.whole;
  const { labels } = answer.repository.pullRequest;
  if (labels.totalCount > MAX_LABELS) return unknown('the PR has more labels than can be read');
  const named = answer.repository.label?.id ?? null;
  const identityChanged = reading.pinned !== null && named !== reading.pinned;
  const present = reading.pinned !== null && labels.nodes.some(({ id }) => id === reading.pinned);
  try {
    return known({ present, identityChanged, applied: await application(reading, present) });
  } catch (error) {
    // Of a label that is not on, it only explains why.
    return present ? unknown(messageOf(error)) : known({ present, identityChanged, applied: null });
  }
}

async function application(reading: LabelReading, inForce: boolean): Promise<LabelApplication | null> {
  const labelId = reading.pinned;
  const deeds = reading.whole.timeline.flatMap((node) =>
    (node.__typename === 'LabeledEvent' || node.__typename === 'UnlabeledEvent') && node.label.id === labelId
      ? [node]
      : [],
  );
  const newest = inForce ? deeds.at(-1) : deeds.findLast(({ __typename }) => __typename === 'LabeledEvent');
  if (newest === undefined || newest.__typename !== 'LabeledEvent') return null;
  const by = personOf(newest.actor);
  if (by === null) return null;
  const observed = reading.memory.labels.findLast(
    (seen) => seen.labelNodeId === labelId && seen.by.id === by.id && isSameDeed(seen, newest.createdAt),
  );
  // Renamed away, put on under another name, renamed back: whoever put it on meant something else.
  if (observed !== undefined && observed.labelName !== reading.settings.name) return null;
  return {
    by,
    at: newest.createdAt,
    headSha: observed?.headSha ?? (await reading.pushes.headAt(newest.createdAt)),
    membership: await reading.membershipOf(by.login),
  };
}

function isSameDeed(seen: LabelObservation, createdAt: string): boolean {
  const late = Date.parse(seen.at) - Date.parse(createdAt);
  return seen.action === 'labeled' && late >= -SAME_DEED_MS.before && late <= SAME_DEED_MS.after;
}
