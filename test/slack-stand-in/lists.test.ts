import { describe, expect, test } from '@jest/globals';
import { given } from './given.ts';

describe('what there is', () => {
  test('the app itself', () => {
    const { ask, app, slack } = given();
    expect(ask('auth.test').body).toEqual({
      ok: true,
      url: 'https://acme.slack.com/',
      team: 'acme',
      user: 'ai-ops',
      team_id: slack.world.team.id,
      user_id: app.botUser.id,
      bot_id: app.botId,
      is_enterprise_install: false,
    });
  });

  test('channels: public ones, those that the app is in, archived ones unless left out', () => {
    const { ask, slack, app } = given();
    slack.addChannel('old').isArchived = true;
    slack.addChannel('hidden', { isPrivate: true });
    slack.addChannel('ours', { isPrivate: true, members: [app] });
    const names = (args: Readonly<Record<string, unknown>>): unknown => {
      const { channels } = ask('conversations.list', args).body;
      return Array.isArray(channels) ? channels.map(({ name }) => name) : channels;
    };
    expect(names({})).toEqual(['ai-ops-alerts', 'old']);
    expect(names({ types: 'public_channel,private_channel', exclude_archived: true })).toEqual([
      'ai-ops-alerts',
      'ours',
    ]);
  });

  test('one channel, with whether the app is in it and how many people are', () => {
    const { ask, channel, slack, app } = given();
    const info = (): unknown =>
      ask('conversations.info', { channel: channel.id, include_num_members: true }).body.channel;
    expect(info()).toMatchObject({
      id: channel.id,
      name: 'ai-ops-alerts',
      is_member: true,
      is_private: false,
      num_members: 3,
    });
    slack.leave(channel, app);
    expect(info()).toMatchObject({ is_member: false, num_members: 2 });
  });

  test('direct messages, opened once', () => {
    const { ask, slack, app, alice } = given();
    const first = ask('conversations.open', { users: alice.id }).body;
    expect(first).toEqual({ ok: true, channel: { id: expect.stringMatching(/^D/) } });
    expect(ask('conversations.open', { users: alice.id, return_im: true }).body).toMatchObject({
      already_open: true,
      channel: { id: slack.directMessages(app.botUser, alice).id, is_im: true, user: alice.id },
    });
  });

  test('people: our own, guests, bots, and those of other workspaces', () => {
    const { ask, slack, alice, app } = given();
    const info = (id: string): unknown => ask('users.info', { user: id }).body.user;
    const other = slack.addTeam('partner');
    const stranger = slack.addUser('mallory', { team: other });
    expect(info(alice.id)).toMatchObject({
      name: 'alice',
      real_name: 'Alice Arai',
      team_id: slack.world.team.id,
      is_restricted: false,
      is_stranger: false,
    });
    expect(info(slack.addUser('guest', { isGuest: true }).id)).toMatchObject({ is_restricted: true });
    expect(info(stranger.id)).toMatchObject({ team_id: other.id, is_stranger: true });
    expect(info(app.botUser.id)).toMatchObject({ is_bot: true });
  });

  test('user groups, with their people where asked', () => {
    const { ask, slack, alice } = given();
    const group = slack.addUserGroup('release-owners', [alice]);
    slack.addUserGroup('gone', [], { isDisabled: true });
    const list = (args: Readonly<Record<string, unknown>>): unknown =>
      ask('usergroups.list', args).body.usergroups;
    expect(list({})).toMatchObject([{ id: group.id, handle: 'release-owners', date_delete: 0 }]);
    expect(list({ include_users: true, include_count: 'true' })).toMatchObject([
      { users: [alice.id], user_count: 1 },
    ]);
    expect(list({ include_disabled: 1 })).toHaveLength(2);
  });
});
