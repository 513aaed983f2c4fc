const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', '#36': '$', '#8203': '' };

/** The bot's Markdown as a terminal shows it: without marks, links as their labels. */
export function plain(markdown: string): string {
  return markdown
    .replaceAll(/^#+ /gm, '')
    .replaceAll(/<br>/g, ' ')
    .replaceAll(/<\/?\w+>/g, '')
    .replaceAll(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .trim();
}
