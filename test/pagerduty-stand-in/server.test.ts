import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type PagerDutyServer, servePagerDuty } from '../../demo/pagerduty/server.ts';
import { type Given, given, MINUTE, trigger } from './given.ts';

let server: PagerDutyServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function serve(world: Given): Promise<PagerDutyServer> {
  server = await servePagerDuty(world.pagerDuty);
  return server;
}

/** Sends an event to the server's Events API, trusting its certificate alone. */
function enqueue({ eventsHost, certificate }: PagerDutyServer, event: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `https://${eventsHost}/v2/enqueue`,
      { method: 'POST', ca: certificate },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sent.once('error', reject).end(JSON.stringify(event));
  });
}

const eventFor = ({ integration }: Given) => ({ routing_key: integration.key, ...trigger('k') });

describe('the Events API over https', () => {
  test('is trusted by its certificate, which is for this machine only and signs no other', async () => {
    const world = given();
    const { eventsHost, certificate } = await serve(world);
    if (server === null) throw new Error('not served');
    expect(await enqueue(server, eventFor(world))).toBe(202);
    expect(
      await enqueue({ ...server, eventsHost: eventsHost.replace('127.0.0.1', 'localhost') }, eventFor(world)),
    ).toBe(202);
    const read = new X509Certificate(certificate);
    expect([read.subjectAltName, read.ca]).toEqual(['DNS:localhost, IP Address:127.0.0.1', false]);
    expect(read.verify(read.publicKey)).toBe(true);
    await expect(fetch(`https://${eventsHost}/v2/enqueue`)).rejects.toThrow('fetch failed');
  });

  test('a lost answer tears the connection down after the work', async () => {
    const world = given();
    await serve(world);
    world.pagerDuty.fault({ kind: 'answer-lost', match: {} });
    if (server === null) throw new Error('not served');
    await expect(enqueue(server, eventFor(world))).rejects.toThrow('socket hang up');
    expect(world.pagerDuty.world.incidents).toHaveLength(1);
  });
});

test('the REST API answers over http, with addresses that lead here', async () => {
  const world = given();
  const { apiUrl, url } = await serve(world);
  const headers = { authorization: `Token token=${world.token.token}` };
  const answer = await fetch(`${apiUrl}/services?query=triage`, { headers });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    services: [
      { self: `${apiUrl}/services/${world.service.id}`, html_url: `${url}/services/${world.service.id}` },
    ],
  });
  world.pagerDuty.fault({ kind: 'slow', ms: 5, match: {} });
  expect((await fetch(`${apiUrl}/services`, { headers })).status).toBe(200);
  world.pagerDuty.fault({ kind: 'hang', match: {} });
  const controller = new AbortController();
  const waiting = fetch(`${apiUrl}/services`, { headers, signal: controller.signal });
  controller.abort();
  await expect(waiting).rejects.toThrow();
});

describe('pages for people', () => {
  test('the list leads to the incident, which shows all that was told and who was called', async () => {
    const world = given();
    const { url } = await serve(world);
    world.send({
      ...trigger('ai-ops:github.com:1:handoff:pr-12', {
        summary: '<script>alert(1)</script>',
        component: 'auto-handoff',
        custom_details: { phase: 'deploy approval', runs: [1, 2] },
      }),
      client: 'AI Ops',
      client_url: 'https://bot.example.com/handoffs/1',
      links: [
        { href: 'https://github.com/acme/shop/pull/12', text: 'PR' },
        { href: 'javascript:alert(1)', text: 'bad' },
      ],
    });
    world.send({ payload: { summary: 'Auto Handoff stopped' } }, '/v2/change/enqueue');
    world.time.now += 10 * MINUTE;
    const [incident] = world.pagerDuty.world.incidents;
    if (incident === undefined) throw new Error('no incident');
    world.pagerDuty.addNote(incident, { user: world.aoi, content: 'On it' });
    const list = await (await fetch(url)).text();
    expect(list).toContain(`href="/incidents/${incident.id}"`);
    expect(list).toContain('Auto Handoff stopped');
    expect(list).toContain('SRE (secondary)');
    const response = await fetch(`${url}/incidents/${incident.id}`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const shown = await response.text();
    for (const part of [
      '&lt;script&gt;',
      'auto-handoff',
      'deploy approval',
      '<code>ai-ops:github.com:1:handoff:pr-12</code>',
      'href="https://github.com/acme/shop/pull/12"',
      'href="https://bot.example.com/handoffs/1"',
      '<strong>Ren Ito</strong> was called (SRE (secondary))',
      'escalated to level 2',
      'On it',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).not.toMatch(/<script|href="javascript/);
    expect(shown).not.toContain(world.integration.key);
    expect(list).not.toContain(world.integration.key);
  });

  test('what is not there is 404', async () => {
    const { url } = await serve(given());
    for (const path of ['/incidents/Q1', '/favicon.ico'])
      expect((await fetch(`${url}${path}`)).status).toBe(404);
  });
});
