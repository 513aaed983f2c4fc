import type { Facts, LabelApplication, LabelFacts, PullFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import { isLater } from './is-later.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { LabelPutOn, Seen } from './said.ts';
import type { GateSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';

const gate = 'G4';

/**
 * G4: the label is on, by its node id, put there for this head by an active member of the AI Ops
 * team who is not the author. What is surely wrong is said before what could not be read.
 */
export const labelGate: Gate = {
  id: gate,
  evaluate: (facts: Facts, { label }: GateSettings) => {
    const say = (finding: Finding): Verdict =>
      verdict({ gate, wanted: { say: 'label_by_team', label: label.name }, ...finding });
    if (!facts.label.known) return say(notRead(facts.label.why));
    return say(judge(facts.label.value, facts.pull));
  },
};

type Finding<S extends Seen = Seen> = Pick<Verdict, 'outcome' | 'code'> & { readonly seen: S };

function judge({ present, identityChanged, applied }: LabelFacts, pull: PullFacts): Finding {
  if (identityChanged) return fail('label_identity_changed', { say: 'label_replaced' });
  if (!present) return fail('label_missing', { say: 'label_absent', last: flawOfTheLast(applied, pull) });
  if (applied === null) return cannotTell({ say: 'label_by_unknown' });
  return (
    wrongPerson(applied, pull) ?? wrongMoment(applied, pull) ?? untold(applied, pull) ?? trusted(applied)
  );
}

/** Whoever put it on must hear why it was taken off again. */
function flawOfTheLast(applied: LabelApplication | null, pull: PullFacts): LabelPutOn | null {
  const flaw = applied === null ? null : (wrongPerson(applied, pull) ?? wrongMoment(applied, pull));
  return flaw === null ? null : flaw.seen;
}

function wrongPerson(
  { by: { id, login, kind }, membership }: LabelApplication,
  { author }: PullFacts,
): Finding<LabelPutOn> | null {
  if (kind !== 'User') return fail('label_by_bot', { say: 'label_by_bot', login });
  if (id === author?.id) return fail('label_by_author', { say: 'label_by_author', login });
  if (!membership.known || membership.value === 'active') return null;
  const invited = membership.value === 'pending';
  return fail('label_by_outsider', { say: 'label_by_outsider', login, invited });
}

/** Strictly later: within one second it cannot be told which came first. */
function wrongMoment({ at, headSha }: LabelApplication, pull: PullFacts): Finding<LabelPutOn> | null {
  const { headSince: pushedAt, baseChangedAt: changedAt } = pull;
  if (headSha !== null && headSha !== pull.headSha) {
    return fail('label_for_other_head', { say: 'label_for_head', headSha });
  }
  if (pushedAt !== null && !isLater(at, pushedAt)) {
    return fail('label_before_push', { say: 'label_before_push', at, pushedAt });
  }
  if (changedAt !== null && !isLater(at, changedAt)) {
    return fail('label_before_base_change', { say: 'label_before_base_change', at, changedAt });
  }
  return null;
}

function untold({ headSha, membership }: LabelApplication, { author }: PullFacts): Finding | null {
  if (author === null) return cannotTell({ say: 'label_author_unknown' });
  if (!membership.known) return notRead(membership.why);
  if (headSha === null) return cannotTell({ say: 'label_head_unknown' });
  return null;
}

function trusted({ by: { login }, at }: LabelApplication): Finding {
  return { outcome: 'pass', code: 'label_trusted', seen: { say: 'label_by_member', login, at } };
}

function fail<S extends Seen>(code: ReasonCode, seen: S): Finding<S> {
  return { outcome: 'fail', code, seen };
}

function notRead(why: string): Finding {
  return cannotTell({ say: 'not_read', why });
}

function cannotTell(seen: Seen): Finding {
  return { outcome: 'unknown', code: 'label_unknown', seen };
}
