import type { ReasonCode } from '../policies/reason-codes.ts';

/** `go`: the act may be done now. `withdraw`: it must not, and why. */
export type Confirmation = { readonly kind: 'go' } | { readonly kind: 'withdraw'; readonly code: ReasonCode };

export const GO: Confirmation = { kind: 'go' };
