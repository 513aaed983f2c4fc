import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Door, openDoor } from './door.ts';
import { MINUTE, Monitored } from './monitored.ts';

/** M1: a warning at once, one re-run, a page for what is confirmed, recovery. */
export function monitoringSmokeSuite(): void {
  let door: Door;
  let seen: Monitored;

  beforeEach(async () => {
    door = await openDoor({ services: true });
    seen = new Monitored(door);
  });
  afterEach(() => door.close());

  test('one failure warns and is re-run once; the re-run passes, and nobody is called', async () => {
    const pull = door.pipeline.open('flaky');
    await seen.settle();
    const run = await seen.smoke(pull, 'failure');
    console.log(JSON.stringify(await door.store.watches.memory(door.customer.repository.id), null, 1).slice(0, 3000), door.logged.filter((l) => l.includes('watch') || l.includes('error') || l.includes('failed')).slice(-12).join('\n'), await seen.entries(), seen.parents().map((m) => m.content.text), JSON.stringify(await seen.episodes('smoke_failure_rate'), null, 1));
    expect(door.deeds()).toContain(`POST /actions/runs/${run.id}/rerun 201`);
    void MINUTE;
  });
}
