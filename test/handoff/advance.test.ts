import { describe, expect, test } from '@jest/globals';
import { handoffId } from '../../src/handoff/keys.ts';
import type { HandoffState } from '../../src/handoff/state.ts';
import { ANNA, advanced, at, HEAD, handoff, OTHER_HEAD, PULL, runSeen, WAITING } from './given.ts';
import {
  approved,
  awaitingCommand,
  dispatching,
  failed,
  request,
  running,
  superseded,
  waiting,
} from './states.ts';

describe('the dispatch', () => {
  test('goes to the default branch, for this head and base', () => {
    const { effects } = advanced({ handoffs: [handoff(waiting)], settings: { ref: 'trunk' } });
    expect(effects).toEqual([
      {
        kind: 'dispatch',
        key: `dispatch:${handoff(waiting).id}:1`,
        pull: PULL,
        purpose: 'handoff',
        workflowPath: '.github/workflows/ai-ops-auto-handoff.yml',
        ref: 'trunk',
        inputs: {},
        headSha: HEAD,
        baseRef: 'main',
      },
    ]);
  });

  test('fills in the inputs of the configuration, each hole once', () => {
    const inputs = {
      pull: '{pr}',
      what: '{head_sha} on {base_ref}',
      id: '{handoff_id}',
      odd: '{unknown} {}',
      plain: 'x',
    };
    const one = handoff(waiting, { baseRef: 'release/{pr}' });
    const { effects } = advanced({ handoffs: [one], see: { baseRef: 'release/{pr}' }, settings: { inputs } });
    expect(effects[0]).toMatchObject({
      inputs: {
        pull: '12',
        what: `${HEAD} on release/%7Bpr%7D`,
        id: `42-12-${HEAD}-release/%7Bpr%7D-1`,
        odd: '{unknown} {}',
        plain: 'x',
      },
    });
  });

  test('has no branch name in it that a shell could run', () => {
    const baseRef = 'x$(id)`id`;\'"!~*|&\ud800';
    const { effects } = advanced({
      handoffs: [handoff(waiting, { baseRef })],
      see: { baseRef },
      settings: { inputs: { base: '{base_ref}', id: '{handoff_id}' } },
    });
    expect(effects[0]).toMatchObject({
      inputs: {
        base: 'x%24%28id%29%60id%60%3B%27%22%21%7E%2A%7C%26%EF%BF%BD',
        id: expect.stringMatching(/^[\w.%/-]+$/),
      },
    });
  });
});

describe('a request', () => {
  test('makes the handoff its own, and is reported as used', () => {
    const result = advanced({
      handoffs: [handoff(waiting)],
      see: { request },
      settings: { start: 'command' },
    });
    expect(result.current).toMatchObject({ origin: 'command', requestedBy: ANNA, dispatches: 1 });
    expect(result.usedRequestId).toBe('comment:5');
  });

  test('is used when it has to wait for another dispatch', () => {
    const see = { request, otherDispatchUnresolved: true };
    const result = advanced({ handoffs: [handoff(awaitingCommand)], see });
    expect(result.current).toMatchObject({ origin: 'command', state: { awaiting: 'other_dispatch' } });
    expect(result.usedRequestId).toBe('comment:5');
  });

  test('opens another attempt after one that ended, and is used', () => {
    const result = advanced({ handoffs: [handoff(failed)], see: { request } });
    expect(result.current).toMatchObject({ attempt: 2, origin: 'command', requestedBy: ANNA });
    expect(result.usedRequestId).toBe('comment:5');
  });

  test('is not used while a handoff is in flight', () => {
    expect(advanced({ handoffs: [handoff(dispatching)], see: { request } }).usedRequestId).toBeNull();
    expect(advanced({ handoffs: [handoff(waiting)] }).usedRequestId).toBeNull();
  });
});

describe('the current handoff', () => {
  test('is the one that has not ended', () => {
    const handoffs = [handoff(superseded, { headSha: OTHER_HEAD }), handoff(running)];
    expect(advanced({ handoffs, see: { run: runSeen() } }).current).toBe(handoffs[1]);
  });

  test('else the newest of this head and base', () => {
    const handoffs = [
      handoff(failed),
      handoff(approved, { attempt: 2 }),
      handoff(superseded, { headSha: OTHER_HEAD }),
      handoff(superseded, { baseRef: 'release' }),
    ];
    expect(advanced({ handoffs }).current).toBe(handoffs[1]);
  });

  test('else none', () => {
    expect(advanced({ handoffs: [], see: { pull: 'closed' } }).current).toBeNull();
  });
});

describe('the ledger', () => {
  test('is told who, what, from where and why', () => {
    const { entries } = advanced({ handoffs: [], see: { request } });
    const handoffIdentity = {
      handoffId: handoffId({ ...PULL, headSha: HEAD, baseRef: 'main', attempt: 1 }),
      headSha: HEAD,
      baseRef: 'main',
      attempt: 1,
    };
    const nothing = { code: null, detail: null, run: null, phase: null };
    expect(entries).toEqual([
      {
        action: 'handoff.waiting',
        data: {
          ...handoffIdentity,
          ...nothing,
          origin: 'gates',
          requestedBy: null,
          from: null,
          to: 'waiting',
        },
      },
      {
        action: 'handoff.dispatching',
        data: {
          ...handoffIdentity,
          ...nothing,
          origin: 'command',
          requestedBy: { ...ANNA },
          from: 'waiting',
          to: 'dispatching',
          dispatchKey: `dispatch:${handoffIdentity.handoffId}:1`,
        },
      },
    ]);
  });

  test('is told run and phase', () => {
    const phase = { name: 'deploy_approval', at: 'Deploy', waiting: true } as const;
    const { entries } = advanced({ handoffs: [handoff(running)], see: { run: runSeen({ phase }) } });
    expect(entries[0]?.data).toMatchObject({ run: { id: 900, attempt: 1 }, phase });
  });
});

test('a handoff that is given as active but has ended is left as it is', () => {
  expect(advanced({ handoffs: [handoff(approved)], see: { verdicts: WAITING } }).changed).toEqual([]);
});

test('heads that begin alike are different handoffs', () => {
  const twin = `${HEAD.slice(0, 39)}b`;
  expect(handoff(waiting, { headSha: twin }).id).not.toBe(handoff(waiting).id);
});

test('an unheard-of state is a bug that is told', () => {
  const paused: HandoffState = JSON.parse(`{"kind":"paused","since":"${at(0)}"}`);
  expect(() => advanced({ handoffs: [handoff(paused)] })).toThrow('unexpected value {"kind":"paused"');
});
