import type { Link } from './event.ts';
import type { Integration } from './service.ts';

export interface ChangeEvent {
  readonly integration: Integration;
  readonly summary: string;
  readonly source: string | null;
  readonly timestamp: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly links: readonly Link[];
  /** Epoch ms. */
  readonly receivedAt: number;
}
