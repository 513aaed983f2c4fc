import type { App } from './app.ts';
import type { Channel, Message } from './channel.ts';
import type { User } from './people.ts';

/** A request of Slack's to the app as it goes over the wire: the body's bytes are exactly what was signed. */
export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the app answered: an HTTP status, `0` where nobody did. */
export interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

/** Brings one request to the app. */
export type Post = (request: SignedRequest) => Promise<PostAnswer>;

/** A press of a button or a slash command, and what came of it. */
export interface Interaction {
  readonly kind: 'press' | 'command';
  /** When, as a timestamp of its own. */
  readonly ts: string;
  readonly app: App;
  readonly by: User;
  readonly channel: Channel;
  /** The message whose button was pressed. */
  readonly message: Message | null;
  /** The label of the button, or the command as it was typed. */
  readonly words: string;
  readonly request: SignedRequest;
  readonly responseUrl: string;
  outcome: Outcome | null;
}

/** What the person sees of it: nothing, or that it failed, with Slack's word for how. */
export interface Outcome extends PostAnswer {
  readonly failed:
    | 'operation_timeout'
    | 'dispatch_failed'
    | 'http_service_error'
    | 'invalid_command_response'
    | null;
}

/** An address that the app may post to because of what somebody did. */
export interface ResponseUrl {
  readonly path: string;
  readonly app: App;
  readonly by: User;
  readonly channel: Channel;
  readonly message: Message | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  uses: number;
}
