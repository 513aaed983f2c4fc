import { expect, test } from '@jest/globals';
import type { Delivery } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';

function delivery(guid: string, change: Partial<Delivery> = {}): Delivery {
  return {
    guid,
    event: 'pull_request',
    action: 'opened',
    installationId: 5,
    repositoryId: Number.MAX_SAFE_INTEGER,
    receivedAt: '2026-03-02T09:00:00.000Z',
    body: '{"title":"日本語"}',
    ...change,
  };
}

export function inboxSuite(stored: () => TestStore): void {
  /** Fails the delivery's job until it is a dead letter. */
  async function kill(guid: string): Promise<void> {
    for (;;) {
      const [job] = await claim(stored().store, 'delivery', guid);
      if (job === undefined) return;
      await stored().store.jobs.failed(job, { code: 'AIOPS_TEST', message: 'no use' });
      await stored().pass(16 * 60_000);
    }
  }

  test('a delivery is kept once, with one job', async () => {
    const { store } = stored();
    expect(await store.inbox.remember(delivery('once'))).toBe('stored');
    expect(await store.inbox.remember(delivery('once', { body: '{}' }))).toBe('duplicate');
    expect(await store.inbox.load('once')).toEqual(delivery('once'));
    expect(await claim(store, 'delivery', 'once')).toHaveLength(1);
  });

  test('a burst is kept whole, each delivery once, and one that cannot be kept fails alone', async () => {
    const { store } = stored();
    const burst = ['b1', 'b2', 'b3', 'b2', 'b1'].map((guid) => store.inbox.remember(delivery(guid)));
    const refused = store.inbox.remember(delivery('b4', { body: 'nul \u0000' }));
    burst.push(store.inbox.remember(delivery('b5')));
    await expect(refused).rejects.toThrow(/0x00/);
    expect(await Promise.all(burst)).toEqual([
      'stored',
      'stored',
      'stored',
      'duplicate',
      'duplicate',
      'stored',
    ]);
    const keys = (await store.jobs.take('delivery', 100)).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith('b')).toSorted()).toEqual(['b1', 'b2', 'b3', 'b5']);
  });

  test('one that is still being tried is a duplicate; one that failed for good is taken anew', async () => {
    const { store } = stored();
    await store.inbox.remember(delivery('dead'));
    const [job] = await claim(store, 'delivery', 'dead');
    expect(await store.inbox.remember(delivery('dead'))).toBe('duplicate');
    if (job !== undefined) await store.jobs.failed(job, { code: 'AIOPS_TEST', message: 'no use' });
    expect(await store.inbox.remember(delivery('dead'))).toBe('duplicate');
    await stored().pass(16 * 60_000);
    await kill('dead');
    expect((await store.deadLetters.list()).map(({ key }) => key)).toEqual(['dead']);

    expect(await store.inbox.remember(delivery('dead', { body: '{"again":true}' }))).toBe('stored');
    expect(await store.inbox.load('dead')).toMatchObject({ body: '{"again":true}' });
    expect(await store.deadLetters.list()).toEqual([]);
    expect(await claim(store, 'delivery', 'dead')).toMatchObject([{ retries: 0 }]);
  });

  test('bodies of what was done are forgotten in time, their GUIDs are not', async () => {
    const { store, clock } = stored();
    for (const guid of ['old', 'new', 'open']) await store.inbox.remember(delivery(guid));
    await store.inbox.done('old');
    await stored().pass(1_000);
    const before = new Date(clock.now()).toISOString();
    await store.inbox.done('new');
    expect(await store.inbox.prune(before)).toBe(1);
    expect(await store.inbox.load('old')).toBeNull();
    expect(await store.inbox.load('new')).not.toBeNull();
    expect(await store.inbox.load('open')).not.toBeNull();
    for (const job of await claim(store, 'delivery', 'old')) await store.jobs.done(job);
    expect(await store.inbox.remember(delivery('old'))).toBe('duplicate');
  });
}
