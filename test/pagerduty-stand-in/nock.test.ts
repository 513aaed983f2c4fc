import { afterEach, expect, test } from '@jest/globals';
import { given, trigger } from './given.ts';
import { serveByNock } from './nock.ts';

let stop: () => void = () => undefined;

afterEach(() => stop());

const post = (body: object): Promise<Response> =>
  fetch('https://events.pagerduty.com/v2/enqueue', { method: 'POST', body: JSON.stringify(body) });

test('both APIs are served at their own hosts, and taken away again', async () => {
  const world = given();
  stop = serveByNock(world.pagerDuty);
  const headers = { authorization: `Token token=${world.token.token}` };
  expect((await post({ routing_key: world.integration.key, ...trigger('k') })).status).toBe(202);
  const listed = await fetch('https://api.pagerduty.com/incidents?incident_key=k', { headers });
  expect(await listed.json()).toMatchObject({
    incidents: [{ html_url: expect.stringMatching(/^https:\/\/acme\.pagerduty\.com\/incidents\/Q/) }],
  });
  stop();
  await expect(post({}).then(({ status }) => status)).resolves.toBe(501);
});

test('what goes wrong goes wrong here too', async () => {
  const world = given();
  stop = serveByNock(world.pagerDuty);
  const event = { routing_key: world.integration.key, ...trigger('k') };
  world.pagerDuty.fault({ kind: 'answer-lost', match: {} });
  await expect(post(event)).rejects.toThrow();
  world.pagerDuty.fault({ kind: 'slow', ms: 5, match: {} });
  expect((await post(event)).status).toBe(202);
  world.pagerDuty.goDown();
  await expect(post(event)).rejects.toThrow();
  expect(world.pagerDuty.service.requests.map(({ status, fault }) => [status, fault])).toEqual([
    [202, 'answer-lost'],
    [202, 'slow'],
    [null, 'down'],
  ]);
});
