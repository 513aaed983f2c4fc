import type { Facts, LabelApplication, LabelFacts, PullFacts } from './facts.ts';
import type { Gate } from './gate.ts';
import { isLater } from './is-later.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { GateSettings } from './settings.ts';
import { type Verdict, verdict } from './verdict.ts';

const gate = 'G4';

/**
 * G4: the label is on, by its node id, put there for this head by an active member of the AI Ops
 * team who is not the author. What is surely wrong is said before what could not be read.
 */
export const labelGate: Gate = {
  id: gate,
  title: 'Label',
  evaluate: (facts: Facts, { label }: GateSettings) => {
    const say = (finding: Finding): Verdict =>
      verdict({ gate, wanted: `${label.name} by the AI Ops team, for this head`, ...finding });
    if (!facts.label.known) return say(cannotTell(facts.label.why));
    return say(judge(facts.label.value, facts.pull));
  },
};

type Finding = Pick<Verdict, 'outcome' | 'code' | 'seen'>;

function judge({ present, identityChanged, applied }: LabelFacts, pull: PullFacts): Finding {
  if (identityChanged) {
    return fail('label_identity_changed', 'the label of that name is not the one that was pinned');
  }
  if (!present) return fail('label_missing', `not on the PR${flawOfTheLast(applied, pull)}`);
  if (applied === null) return cannotTell('who put it on could not be told');
  return (
    wrongPerson(applied, pull) ?? wrongMoment(applied, pull) ?? untold(applied, pull) ?? trusted(applied)
  );
}

/** Whoever put it on must hear why it was taken off again. */
function flawOfTheLast(applied: LabelApplication | null, pull: PullFacts): string {
  const flaw = applied === null ? null : (wrongPerson(applied, pull) ?? wrongMoment(applied, pull));
  return flaw === null ? '' : `; the last one was ${flaw.seen}`;
}

function wrongPerson({ by, membership }: LabelApplication, { author }: PullFacts): Finding | null {
  if (by.kind !== 'User') return fail('label_by_bot', `put on by ${by.login}, which is not a person`);
  if (by.id === author?.id) return fail('label_by_author', `put on by the author ${by.login}`);
  if (!membership.known || membership.value === 'active') return null;
  const standing = membership.value === 'pending' ? 'only invited to' : 'not in';
  return fail('label_by_outsider', `put on by ${by.login}, who is ${standing} the AI Ops team`);
}

/** Strictly later: within one second it cannot be told which came first. */
function wrongMoment({ at, headSha }: LabelApplication, pull: PullFacts): Finding | null {
  if (headSha !== null && headSha !== pull.headSha) {
    return fail('label_for_other_head', `put on for ${headSha.slice(0, 12)}`);
  }
  if (pull.headSince !== null && !isLater(at, pull.headSince)) {
    return fail('label_before_push', `put on at ${at}, head pushed at ${pull.headSince}`);
  }
  if (pull.baseChangedAt !== null && !isLater(at, pull.baseChangedAt)) {
    return fail('label_before_base_change', `put on at ${at}, base changed at ${pull.baseChangedAt}`);
  }
  return null;
}

function untold({ headSha, membership }: LabelApplication, { author }: PullFacts): Finding | null {
  if (author === null) return cannotTell('the author of the PR is unknown, and must not be who put it on');
  if (!membership.known) return cannotTell(membership.why);
  if (headSha === null) return cannotTell('for which head it was put on could not be told');
  return null;
}

function trusted({ by, at }: LabelApplication): Finding {
  return { outcome: 'pass', code: 'label_trusted', seen: `put on by ${by.login} at ${at}` };
}

function fail(code: ReasonCode, seen: string): Finding {
  return { outcome: 'fail', code, seen };
}

function cannotTell(seen: string): Finding {
  return { outcome: 'unknown', code: 'label_unknown', seen };
}
