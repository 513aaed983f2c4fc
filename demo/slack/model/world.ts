import type { Clock } from '../../../src/clock.ts';
import type { App } from './app.ts';
import type { Channel, Message } from './channel.ts';
import { Ids } from './ids.ts';
import type { Interaction, Post, ResponseUrl } from './interaction.ts';
import type { Team, User, UserGroup } from './people.ts';
import { Timestamps } from './timestamps.ts';

/** Base addresses without a trailing slash. */
export interface Urls {
  readonly api: string;
  /** Where response addresses are. */
  readonly hooks: string;
  /** Where people look at messages. */
  readonly web: string;
}

/** How fast an app may post into one channel: a bucket that holds `burst` messages and fills again. */
export interface Limits {
  readonly perSecond: number;
  readonly burst: number;
}

export interface WorldOptions {
  /** The time that everything is stamped, signed and limited by. */
  readonly clock: Clock;
  /** Brings what people do to the app. */
  readonly post: Post;
  readonly domain?: string;
  readonly enterprise?: { readonly id: string; readonly name: string };
  /** Nothing is limited where it is left out. */
  readonly limits?: Limits;
  readonly seed?: string;
}

/** All that the stand-in knows of a workspace. What changes it is in `acts/`. */
export class World {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly team: Team;
  post: Post;
  urls: Urls;
  limits: Limits | null;
  readonly users: User[] = [];
  readonly groups: UserGroup[] = [];
  readonly channels: Channel[] = [];
  readonly apps: App[] = [];
  readonly interactions: Interaction[] = [];
  readonly responseUrls: ResponseUrl[] = [];
  /** Calls and arguments that this stand-in does not know, one line each: a story or a test fails on them. */
  readonly unexpected: string[] = [];
  readonly #timestamps = new Timestamps();

  constructor({ clock, post, domain = 'acme', enterprise, limits, seed }: WorldOptions) {
    this.clock = clock;
    this.post = post;
    this.limits = limits ?? null;
    this.ids = new Ids(seed);
    this.team = { id: this.ids.next('T'), domain, name: domain, enterprise: enterprise ?? null };
    this.urls = {
      api: 'https://slack.com/api',
      hooks: 'https://hooks.slack.com',
      web: `https://${domain}.slack.com`,
    };
  }

  /** A timestamp that nothing else has. */
  ts(): string {
    return this.#timestamps.next(this.clock.now());
  }

  user(id: string): User | undefined {
    return this.users.find((user) => user.id === id);
  }

  channel(id: string): Channel | undefined {
    return this.channels.find((channel) => channel.id === id);
  }

  /** @param name with or without `#` */
  channelNamed(name: string): Channel | undefined {
    const bare = name.replace(/^#/, '');
    return this.channels.find((channel) => channel.kind !== 'im' && channel.name === bare);
  }

  message(channel: Channel, ts: string): Message | undefined {
    return channel.messages.find((message) => message.ts === ts);
  }

  /** What people see in the channel without opening a thread, oldest first. */
  topLevel(channel: Channel): readonly Message[] {
    return channel.messages.filter(({ threadTs, isBroadcast }) => threadTs === null || isBroadcast);
  }

  repliesTo({ channel, ts }: Message): readonly Message[] {
    return channel.messages.filter(({ threadTs }) => threadTs === ts);
  }
}
