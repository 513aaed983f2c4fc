import type { Block } from '../block-kit/blocks.ts';
import type { Metadata } from '../block-kit/metadata.ts';
import type { App } from './app.ts';
import type { User } from './people.ts';

export interface Channel {
  readonly id: string;
  /** Without `#`; nothing for a direct message. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: Set<User>;
  isArchived: boolean;
  /** Only some people may post here; apps may not. */
  isRestricted: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** All that is there, replies too, oldest first. */
  readonly messages: Message[];
  readonly ephemerals: Ephemeral[];
}

export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: Metadata | null;
}

export interface Message {
  readonly channel: Channel;
  readonly ts: string;
  readonly author: User;
  /** The app that posted it; nothing where a person did. */
  readonly app: App | null;
  /** The message that it is a reply to. */
  readonly threadTs: string | null;
  /** A reply that the channel sees as well. */
  readonly isBroadcast: boolean;
  content: Content;
  /** What it said before, oldest first. */
  readonly edits: Edit[];
}

export interface Edit {
  readonly before: Content;
  /** The timestamp of the edit. */
  readonly ts: string;
}

/** What only one person sees, until they reload. */
export interface Ephemeral {
  readonly channel: Channel;
  readonly ts: string;
  readonly app: App;
  readonly to: User;
  readonly threadTs: string | null;
  readonly content: Content;
}
