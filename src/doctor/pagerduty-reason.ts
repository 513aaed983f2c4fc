import { unreachable } from '../errors.ts';
import type { PagerDutyFailure } from '../pagerduty/failure.ts';

/** Why PagerDuty could not be asked, with its code. */
export function reasonOf(failure: PagerDutyFailure): string {
  return `${codeFor(failure)}: ${failure.detail}`;
}

export function codeFor(failure: PagerDutyFailure): string {
  switch (failure.kind) {
    case 'unsent':
      return 'AIOPS_PAGERDUTY_UNREACHABLE';
    case 'limited':
      return 'AIOPS_PAGERDUTY_LIMITED';
    case 'refused':
      return 'AIOPS_PAGERDUTY_REFUSED';
    case 'ambiguous':
      return 'AIOPS_PAGERDUTY_UNANSWERED';
    default:
      return unreachable(failure);
  }
}
