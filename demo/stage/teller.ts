import type { Row } from './terminal.ts';

/** Tells what the bot did at one service. */
export interface Teller {
  /** What came since it was asked last, oldest first. */
  readonly news: () => readonly Row[];
}
