import type { Customer } from '../customer/customer.ts';
import type { Pull } from '../github/model/pull.ts';
import type { FasterClock } from '../time/faster-clock.ts';
import type { Narrator } from './narrator.ts';
import type { PostOffice } from './post-office.ts';
import type { Services } from './services.ts';
import type { Sight } from './sight.ts';

/** What a cast acts with. */
export interface CastParts {
  readonly customer: Customer;
  readonly clock: FasterClock;
  readonly services: Services;
  readonly narrator: Narrator;
  readonly post: PostOffice;
  readonly sight: (pull: Pull) => Sight;
  /** Resolves once it holds. @throws when the scene's time is up, or the bot has died */
  readonly until: (holds: () => boolean) => Promise<void>;
}
