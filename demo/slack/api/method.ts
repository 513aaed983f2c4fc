import type { App } from '../model/app.ts';
import type { World } from '../model/world.ts';
import type { Arguments } from './arguments.ts';
import type { Reply } from './http.ts';
import type { PostLimits } from './limits.ts';

export interface Call {
  readonly world: World;
  readonly app: App;
  readonly args: Arguments;
  readonly limits: PostLimits;
}

export interface Method {
  /** As in `https://slack.com/api/<name>`. */
  readonly name: string;
  /** One of these suffices; none is needed where the list is empty. */
  readonly scopes: readonly string[];
  readonly answer: (call: Call) => Reply;
}
