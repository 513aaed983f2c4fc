import { expect, test } from '@jest/globals';
import { attribute, type PullCandidate } from '../../src/handoff/attribute.ts';
import { HEAD, handoff, PULL } from './given.ts';
import { failed, running, waiting } from './states.ts';

const ELSEWHERE = 'f'.repeat(40);

function pr(number: number, over: Partial<PullCandidate> = {}): PullCandidate {
  const headSha = String(number % 10).repeat(40);
  return { pull: { ...PULL, number }, headSha, gatesOpen: false, labelTrusted: false, handoffs: [], ...over };
}

const open = { gatesOpen: true, labelTrusted: true };
const two = pr(2).headSha;

test.each<[string, { title?: string; headSha?: string }, readonly PullCandidate[], string]>([
  ['no candidates', {}, [], 'no_match'],
  ['nothing points anywhere', {}, [pr(1), pr(2)], 'no_match'],
  ['the title names one', { title: 'Handoff of #2' }, [pr(1), pr(2)], '#2 named_in_title'],
  ['the title names one in brackets', { title: 'Handoff (#2).' }, [pr(1), pr(2)], '#2 named_in_title'],
  ['the title names the start of another number', { title: 'Handoff of #22' }, [pr(1), pr(2)], 'no_match'],
  [
    'the title names the PR of another repository',
    { title: 'as in o/r#2 or r.#2' },
    [pr(1), pr(2)],
    'no_match',
  ],
  ['the title has a number only', { title: 'Handoff 2' }, [pr(1), pr(2)], 'no_match'],
  ['the title names a head', { title: `for ${two.toUpperCase()}` }, [pr(1), pr(2)], '#2 named_in_title'],
  ['the title links a head', { title: `https://h/commit/${two}` }, [pr(1), pr(2)], '#2 named_in_title'],
  ['the title has a longer word', { title: `a${two}` }, [pr(1), pr(2)], 'no_match'],
  ['the title is stronger than the head', { title: '#1', headSha: two }, [pr(1), pr(2)], '#1 named_in_title'],
  ['it ran on a head', { headSha: two }, [pr(1), pr(2)], '#2 ran_on_head'],
  ['the head is stronger than gates', { headSha: two }, [pr(1, open), pr(2)], '#2 ran_on_head'],
  [
    'the title names two, it ran on the head of one',
    { title: '#1 #2', headSha: two },
    [pr(1), pr(2)],
    '#2 ran_on_head',
  ],
  [
    'the title names two, the gates of one are open',
    { title: '#1 #2' },
    [pr(1), pr(2, open), pr(3, open)],
    '#2 only_open_gates',
  ],
  [
    'the title names two and nothing more is known',
    { title: '#1 #2' },
    [pr(1), pr(2), pr(3, open)],
    'ambiguous',
  ],
  [
    'two share the head, one has open gates',
    { headSha: HEAD },
    [pr(1, { headSha: HEAD }), pr(2, { headSha: HEAD, ...open })],
    '#2 only_open_gates',
  ],
  ['the gates of one are open', {}, [pr(1), pr(2, open)], '#2 only_open_gates'],
  ['the gates of two are open', {}, [pr(1, open), pr(2, open)], 'ambiguous'],
  [
    'of two with open gates one is in flight',
    {},
    [pr(1, { ...open, handoffs: [handoff(running)] }), pr(2, open)],
    '#2 only_open_gates',
  ],
  [
    'one that waits or has failed is not in flight',
    {},
    [pr(2, { ...open, handoffs: [handoff(failed), handoff(waiting)] })],
    '#2 only_open_gates',
  ],
  [
    'the only one with open gates is in flight',
    {},
    [pr(1), pr(2, { gatesOpen: true, handoffs: [handoff(running)] })],
    'no_match',
  ],
  ['the label of one is trusted', {}, [pr(1), pr(2, { labelTrusted: true })], '#2 only_trusted_label'],
  [
    'the labels of two are trusted',
    {},
    [pr(1, { labelTrusted: true }), pr(2, { labelTrusted: true })],
    'ambiguous',
  ],
])('%s', (_name, run, candidates, told) => {
  const { pull, reason } = attribute(
    { title: 'AI Ops Auto Handoff', headSha: ELSEWHERE, ...run },
    candidates,
  );
  expect(pull === null ? reason : `#${pull.number} ${reason}`).toBe(told);
});
