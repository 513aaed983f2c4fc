import { addApp, deactivate, revokeToken, rotateSigningSecret, rotateToken } from './acts/apps.ts';
import { addChannel, directMessages, join, leave } from './acts/channels.ts';
import { slash } from './acts/command.ts';
import { deleteMessage, say } from './acts/messages.ts';
import { addTeam, addUser, addUserGroup } from './acts/people.ts';
import { press } from './acts/press.ts';
import type { Fault } from './api/faults.ts';
import { Service } from './api/service.ts';
import { postByHttp } from './interactions/deliver.ts';
import { World, type WorldOptions } from './model/world.ts';

/** A Slack of one's own: its state, its API, and what people do there. */
export type Slack = ReturnType<typeof createSlack>;

/** @param options.post by HTTP to the app's request URL where it is left out */
export function createSlack(options: Omit<WorldOptions, 'post'> & Partial<Pick<WorldOptions, 'post'>>) {
  const world = new World({ post: postByHttp, ...options });
  const service = new Service(world);
  const here =
    <A extends readonly unknown[], R>(act: (world: World, ...args: A) => R) =>
    (...args: A): R =>
      act(world, ...args);
  return {
    world,
    service,
    addTeam: here(addTeam),
    addUser: here(addUser),
    addUserGroup: here(addUserGroup),
    addApp: here(addApp),
    rotateToken: here(rotateToken),
    revokeToken: here(revokeToken),
    deactivate: here(deactivate),
    rotateSigningSecret: here(rotateSigningSecret),
    addChannel: here(addChannel),
    directMessages: here(directMessages),
    join: here(join),
    leave: here(leave),
    say: here(say),
    deleteMessage: here(deleteMessage),
    press: here(press),
    slash: here(slash),
    /** Makes calls that are still to come go wrong. @returns lifts it */
    fault: (fault: Fault): (() => void) => service.faults.add(fault),
    /** Nothing of Slack can be reached. @returns brings it back */
    goDown: (): (() => void) => service.faults.add({ kind: 'refused', times: 'until-lifted' }),
  };
}
