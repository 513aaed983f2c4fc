import type { AccessChange, PermissionsChange, SecretChange } from '../../effect/access-change.ts';
import { unreachable } from '../../errors.ts';
import { type Both, listed, same, type Texts } from './locale.ts';

/** How it is said where it is said. */
export interface Hand {
  readonly code: (value: string, max?: number) => string;
  readonly text: (value: string, max: number) => string;
  /** Things named at most; more are counted. */
  readonly most: number;
}

/** One thing that changed, as the middle of a sentence or of a list's entry. */
export interface Part {
  readonly said: Both;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

const WORDS = {
  value: (name: string, from: Both, to: Both): Both => ({
    en: `secret ${name} has a new value (version ${from.en} → ${to.en})`,
    ja: `シークレット ${name} の値を更新（バージョン ${from.ja} → ${to.ja}）`,
  }),
  settings: (name: string): Both => ({
    en: `settings of secret ${name} were changed, not its value`,
    ja: `シークレット ${name} の設定を変更（値は変更なし）`,
  }),
  credentials: (names: Both): Both => ({
    en: `credentials of the AI Ops bot were replaced: ${names.en}`,
    ja: `AI Ops ボットの認証情報を更新: ${names.ja}`,
  }),
  permissions: (what: Both): Both => ({
    en: `permissions of the AI Ops App were changed: ${what.en}`,
    ja: `AI Ops App の権限を変更: ${what.ja}`,
  }),
  permission: (name: string, from: Both, to: Both): Both => ({
    en: `${name} ${from.en} → ${to.en}`,
    ja: `${name} ${from.ja} → ${to.ja}`,
  }),
  by: (said: Both, who: string): Both => ({
    en: `${said.en} (accepted by ${who})`,
    ja: `${said.ja}（承認者: ${who}）`,
  }),
  none: { en: 'none', ja: 'なし' },
} satisfies Texts;

const MAX_NAME = 120;

/** What changed, part by part: names, ids and dates; there is no value to say. */
export function partsOf(change: AccessChange, hand: Hand): readonly Part[] {
  switch (change.kind) {
    case 'secrets':
      return change.secrets.map((secret) => ({ said: aboutSecret(secret, hand), at: secret.at }));
    case 'credentials': {
      const names = change.names.map((name) => same(hand.code(name, MAX_NAME)));
      return [{ said: WORDS.credentials(listed(names, 0)), at: change.at }];
    }
    case 'permissions':
      return [{ said: aboutPermissions(change, hand), at: change.at }];
    default:
      return unreachable(change);
  }
}

function aboutSecret({ name, what, from, to }: SecretChange, hand: Hand): Both {
  const shown = hand.code(name, MAX_NAME);
  return what === 'settings'
    ? WORDS.settings(shown)
    : WORDS.value(shown, orNone(from, hand), orNone(to, hand));
}

function aboutPermissions({ permissions, by }: PermissionsChange, hand: Hand): Both {
  const shown = permissions
    .slice(0, hand.most)
    .map(({ name, from, to }) =>
      WORDS.permission(hand.code(name, MAX_NAME), orNone(from, hand), orNone(to, hand)),
    );
  const said = WORDS.permissions(listed(shown, permissions.length - shown.length));
  return by === null ? said : WORDS.by(said, hand.text(by, 60));
}

function orNone(value: string | null, { code }: Hand): Both {
  return value === null ? WORDS.none : same(code(value, 60));
}
