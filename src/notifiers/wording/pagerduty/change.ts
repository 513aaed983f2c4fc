import type { ChangeEventEffect } from '../../../effect/messages.ts';
import type { RepositoryTarget } from '../../../effect/place.ts';
import { unreachable } from '../../../errors.ts';
import type { ChangeEvent } from '../../../pagerduty/event.ts';
import { type Hand, partsOf } from '../access-change.ts';
import { type Both, listed, type Texts } from '../locale.ts';
import { line, short } from '../markdown.ts';
import { linksOf, summaryOf } from './page.ts';

const WORDS = {
  stopped: (place: string, by: string, why: string): Both => ({
    en: `Auto Handoff stopped (${place}) by ${by}${why === '' ? '' : `: ${why}`}`,
    ja: `Auto Handoff を停止（${place}）— ${by}${why === '' ? '' : `: ${why}`}`,
  }),
  resumed: (place: string, by: string): Both => ({
    en: `Auto Handoff resumed (${place}) by ${by}`,
    ja: `Auto Handoff を再開（${place}）— ${by}`,
  }),
  rollback: (place: string, by: string): Both => ({
    en: `Rollback started (${place}) by ${by}`,
    ja: `ロールバックを開始（${place}）— ${by}`,
  }),
  accessChanged: (place: string, parts: Both): Both => ({
    en: `Secrets or permissions changed (${place}): ${parts.en}`,
    ja: `Secrets・権限の変更（${place}）: ${parts.ja}`,
  }),
  run: { en: 'Run', ja: '実行' },
} satisfies Texts;

const PLAIN: Hand = {
  code: (value, max = 255) => short(line(value), max),
  text: (value, max) => short(line(value), max),
  most: 10,
};

/** A change as it stands beside the incidents. */
export function changeText(effect: ChangeEventEffect, host: string): ChangeEvent {
  const { change, repository, locale, at } = effect;
  const common = { source: sourceOf(host, repository), timestamp: at };
  switch (change.says) {
    case 'stop_set': {
      const by = short(line(change.by), 60);
      const why = short(line(change.reason ?? ''), 200);
      const summary = WORDS.stopped(change.place, by, why)[locale];
      return {
        ...common,
        summary,
        details: { place: change.place, by, reason: why, cancels: change.cancels },
        links: [],
      };
    }
    case 'stop_lifted': {
      const by = short(line(change.by), 60);
      const summary = WORDS.resumed(change.place, by)[locale];
      return { ...common, summary, details: { place: change.place, by }, links: [] };
    }
    case 'access_changed': {
      const { place, change: changed } = change;
      const parts = partsOf(changed, PLAIN).map(({ said }) => said);
      const summary = WORDS.accessChanged(place, listed(parts, 0))[locale];
      return { ...common, summary, details: { place, what: changed.kind, change_id: changed.id }, links: [] };
    }
    case 'handoff_finished': {
      const { page } = change;
      return {
        ...common,
        summary: summaryOf(page, locale),
        details: { handoff_id: page.handoff.id, head_sha: page.headSha, state: page.handoff.state },
        links: linksOf(page, { locale, slackUrl: null }),
      };
    }
    case 'rollback': {
      const by = short(line(change.by), 60);
      return {
        ...common,
        summary: WORDS.rollback(change.place, by)[locale],
        details: { place: change.place, by },
        links: [{ href: change.runUrl, text: WORDS.run[locale] }],
      };
    }
    default:
      return unreachable(change);
  }
}

function sourceOf(host: string, repository: RepositoryTarget | null): string {
  return repository === null ? host : `${host}/${repository.owner}/${repository.repo}`;
}
