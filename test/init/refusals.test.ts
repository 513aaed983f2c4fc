import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GitHub } from '../../demo/github/github.ts';
import { CONFIG_PATH } from '../../src/config/repository.ts';
import { GRANTED, openWorld, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

describe('nothing is written', () => {
  const refused: readonly (readonly [string, () => void, string, string])[] = [
    [
      'where a configuration is there',
      () => world.commitToMain({ [CONFIG_PATH]: 'mode: observe\n' }),
      'AIOPS_INIT_CONFIGURED',
      'acme/erp has .github/ai-ops.yml on main already, and it is left as it is; ',
    ],
    [
      'where the repository is archived',
      () => {
        world.customer.repository.archived = true;
      },
      'AIOPS_INIT_ARCHIVED',
      'acme/erp is archived; ',
    ],
    [
      'where the App is not installed',
      () => world.github.uninstall(world.customer.installation),
      'AIOPS_INIT_NOT_INSTALLED',
      'the App is not installed on acme/erp, or there is no such repository; ',
    ],
    [
      'where the installation is suspended',
      () => world.github.suspend(world.customer.installation),
      'AIOPS_INIT_FORBIDDEN',
      "the App's installation on acme/erp is suspended; unsuspend it at https://github.com/",
    ],
    [
      'where it may not write',
      () => {
        world.customer.installation.permissions = {
          ...world.customer.installation.permissions,
          contents: 'read',
          pull_requests: 'read',
        };
      },
      'AIOPS_INIT_FORBIDDEN',
      "the App's installation on acme/erp lacks contents: write and pull_requests: write; approve it at https://github.com/",
    ],
    [
      'where somebody else made the branch',
      () =>
        world.github.commitTo(world.customer.repository, {
          branch: 'ai-ops/init',
          changes: { a: 'a' },
          author: world.customer.outsider,
        }),
      'AIOPS_INIT_BRANCH_TAKEN',
      'olli pushed to ai-ops/init of acme/erp, and it is left as it is; ',
    ],
    [
      'where somebody else opened the pull request',
      () =>
        world.github.openPull(world.customer.repository, {
          title: 'x',
          author: world.customer.outsider,
          branch: 'ai-ops/init',
          changes: { a: 'a' },
        }),
      'AIOPS_INIT_PULL_TAKEN',
      'https://github.com/acme/erp/pull/1 is open for ai-ops/init and by olli; ',
    ],
    [
      'where the branch cannot be made',
      () =>
        world.github.commitTo(world.customer.repository, {
          branch: 'ai-ops',
          changes: { a: 'a' },
          author: world.customer.maintainer,
        }),
      'AIOPS_GITHUB_REFUSED',
      'could not make the branch ai-ops/init in acme/erp: GitHub answered 422: Reference update failed; ',
    ],
    [
      'where GitHub is asked too much',
      () => world.github.fault({ kind: 'rate-limit', retryAfter: 600, match: { path: /labels$/ } }),
      'AIOPS_GITHUB_LIMITED',
      'could not read the labels of acme/erp: GitHub answered 403: API rate limit exceeded for installation ID.; run this again in 10 min',
    ],
  ];
  test.each(refused)('%s', async (_, given, code, message) => {
    given();
    const branches = new Map(world.customer.repository.branches);
    const error: unknown = await world.run().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('\n');
    expect(world.customer.repository.branches).toEqual(branches);
    expect(world.deeds().filter((deed) => /20\d$/.test(deed))).toEqual([]);
  });

  test('where somebody pushed to the branch of its pull request: their work stays', async () => {
    await world.run();
    const [opened] = world.pulls();
    if (opened === undefined) throw new Error('no pull request was opened');
    world.github.push(opened, {
      changes: { [CONFIG_PATH]: 'mode: observe\nteam: sre\n' },
      by: world.customer.maintainer,
    });
    await expect(world.run({ locale: 'ja' })).rejects.toThrow('mika pushed to ai-ops/init of acme/erp');
    expect(world.file(CONFIG_PATH)).toContain('team: sre');
    expect(opened.title).toContain('Configure');
  });

  test('where the record of pushes is behind the branch', async () => {
    await world.run();
    world.customer.repository.pushes.pop();
    await expect(world.run({ locale: 'ja' })).rejects.toMatchObject({ code: 'AIOPS_INIT_BRANCH_UNKNOWN' });
  });

  test('where somebody pushes between the look at the branch and the commit', async () => {
    await world.run();
    const [opened] = world.pulls();
    if (opened === undefined) throw new Error('no pull request was opened');
    world.github.service.handle = intercepting(world.github.service.handle.bind(world.github.service), () => {
      world.github.push(opened, { changes: { x: 'x' }, by: world.customer.maintainer });
    });
    await expect(world.run({ locale: 'ja' })).rejects.toMatchObject({
      code: 'AIOPS_GITHUB_REFUSED',
      message: expect.stringContaining('Expected branch to point to'),
    });
    expect(world.file('x')).toBe('x');
  });

  test('in a dry run, which needs no permission to write', async () => {
    world.close();
    world = openWorld({ ...GRANTED, contents: 'read', pull_requests: 'read' });
    const { plan, pull } = await world.run({ dryRun: true });
    expect(pull).toBeNull();
    expect(plan.files.map(({ path }) => path)).toEqual([CONFIG_PATH]);
    expect(world.deeds()).toEqual([]);
  });
});

type Handle = GitHub['service']['handle'];

/** Something happens right before the commit arrives. */
function intercepting(handle: Handle, happens: () => void): Handle {
  return (request) => {
    if (request.body.includes('createCommitOnBranch')) happens();
    return handle(request);
  };
}
