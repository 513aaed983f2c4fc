import { type Html, html } from '../../github/pages/html.ts';
import type { Block } from '../block-kit/blocks.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import type { TextObject } from '../block-kit/text.ts';
import type { Content } from '../model/channel.ts';
import type { World } from '../model/world.ts';
import { mrkdwn } from './mrkdwn.ts';

/** What a message says; its text only where it has no blocks, as people see it. */
export function contentHtml(world: World, { text, blocks }: Content): Html | readonly Html[] {
  if (blocks.length === 0) return html`<div>${mrkdwn(world, text)}</div>`;
  return blocks.map((block) => blockHtml(world, block));
}

function blockHtml(world: World, block: Block): Html {
  switch (block.type) {
    case 'header':
      return html`<div class="head">${block.text.text}</div>`;
    case 'section': {
      const fields = (block.fields ?? []).map((field) => html`<div>${textHtml(world, field)}</div>`);
      const { accessory } = block;
      const beside = accessory === undefined || accessory.type === 'image' ? '' : elementHtml(accessory);
      return html`<div>${block.text === undefined ? '' : textHtml(world, block.text)} ${beside}
${fields.length === 0 ? '' : html`<div class="fields">${fields}</div>`}</div>`;
    }
    case 'context':
      return html`<div class="context">${block.elements.map((element) =>
        element.type === 'image' ? html`${element.alt_text} ` : html`${textHtml(world, element)} `,
      )}</div>`;
    case 'actions':
      return html`<div>${block.elements.map(elementHtml)}</div>`;
    case 'markdown':
      return html`<div>${mrkdwn(world, block.text)}</div>`;
    case 'image':
      return html`<p class="dim">${block.title?.text ?? ''} ${block.alt_text}</p>`;
    case 'divider':
      return html`<hr>`;
  }
}

/** A label: nothing can be pressed on this page. */
function elementHtml(element: InteractiveElement): Html {
  if (element.type === 'button') {
    const asked = element.confirm === undefined ? '' : ` …${element.confirm.text.text}`;
    return html`<span class="button ${element.style ?? ''}" title="${element.action_id ?? ''}${asked}">${element.text.text}</span>`;
  }
  return html`<span class="button" title="${element.action_id ?? ''}">${element.type.replaceAll('_', ' ')} ▾</span>`;
}

function textHtml(world: World, { type, text }: TextObject): Html {
  return type === 'mrkdwn' ? mrkdwn(world, text) : html`${text}`;
}
