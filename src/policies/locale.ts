/** Languages in which people are spoken to. */
export const LOCALES = ['en', 'ja'] as const;
export type Locale = (typeof LOCALES)[number];

/** Where no configuration says otherwise: absent, broken, or unread. */
export const DEFAULT_LOCALE: Locale = 'en';
