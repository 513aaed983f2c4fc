/** HTML that is safe to put into a page as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | readonly Html[];

/** A template whose every value is escaped, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  const text = strings.map((string, i) => string + (i < values.length ? show(values[i] ?? '') : ''));
  return new Html(text.join(''));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function show(value: Exclude<Part, null>): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map((one) => one.text).join('');
}
