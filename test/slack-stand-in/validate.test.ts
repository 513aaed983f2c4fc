import { describe, expect, test } from '@jest/globals';
import { type MessageParts, validateMessage } from '../../demo/slack/block-kit/validate.ts';
import { actions, button, section } from './given.ts';

const x = (length: number): string => 'x'.repeat(length);
const many = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const plain = (text: string): object => ({ type: 'plain_text', text });
const option = (text: string): object => ({ text: plain(text), value: 'v' });
const withButton = (more: object): MessageParts => ({ blocks: [actions(button('a', more))] });
const menu = (more: object): MessageParts => ({
  blocks: [actions({ type: 'static_select', action_id: 'a', ...more })],
});
const noted = (event_payload: object, event_type = 'aiops'): MessageParts => ({
  text: 'x',
  metadata: { event_type, event_payload },
});

describe('each limit: a message at it is fine, and one beyond it is told of', () => {
  const rows: readonly (readonly [limit: string, at: MessageParts, beyond: MessageParts, said: string])[] = [
    [
      'text',
      { text: x(40_000) },
      { text: x(40_001) },
      'must be less than 40001 characters [json-pointer:/text]',
    ],
    [
      'blocks',
      { blocks: many(50, () => ({ type: 'divider' })), text: 'x' },
      { blocks: many(51, () => ({ type: 'divider' })), text: 'x' },
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      'section text',
      { blocks: [section(x(3000))] },
      { blocks: [section(x(3001))] },
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'section text, empty',
      { blocks: [section('x')] },
      { blocks: [section('')] },
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'section fields',
      { blocks: [{ type: 'section', fields: many(10, () => plain('x')) }] },
      { blocks: [{ type: 'section', fields: many(11, () => plain('x')) }] },
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    [
      'section field',
      { blocks: [{ type: 'section', fields: [plain(x(2000))] }] },
      { blocks: [{ type: 'section', fields: [plain(x(2001))] }] },
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'header',
      { blocks: [{ type: 'header', text: plain(x(150)) }] },
      { blocks: [{ type: 'header', text: plain(x(151)) }] },
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'header in plain text',
      { blocks: [{ type: 'header', text: plain('x') }] },
      { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] },
      'must be one of: plain_text [json-pointer:/blocks/0/text/type]',
    ],
    [
      'context',
      { blocks: [{ type: 'context', elements: many(10, () => plain('x')) }] },
      { blocks: [{ type: 'context', elements: many(11, () => plain('x')) }] },
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'actions',
      { blocks: [actions(...many(25, (i) => button(`a${i}`)))] },
      { blocks: [actions(...many(26, (i) => button(`a${i}`)))] },
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'markdown',
      { blocks: [{ type: 'markdown', text: x(12_000) }] },
      { blocks: [{ type: 'markdown', text: x(12_001) }] },
      'must be less than 12001 characters [json-pointer:/blocks/0/text]',
    ],
    [
      'all text together',
      { blocks: [...many(4, () => section(x(3000))), section(x(1000))] },
      { blocks: [...many(4, () => section(x(3000))), section(x(1001))] },
      'all text together is 13001 characters [json-pointer:/blocks]',
    ],
    [
      'block_id',
      { blocks: [{ type: 'divider', block_id: x(255) }, section('x')] },
      { blocks: [{ type: 'divider', block_id: x(256) }, section('x')] },
      'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
    ],
    [
      'block_id, once',
      {
        blocks: [
          { ...section('x'), block_id: 'a', accessory: button('a') },
          { type: 'divider', block_id: 'b' },
        ],
      },
      {
        blocks: [
          { ...section('x'), block_id: 'a' },
          { type: 'divider', block_id: 'a' },
        ],
      },
      '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'action_id',
      { blocks: [actions(button(x(255)))] },
      { blocks: [actions(button(x(256)))] },
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'action_id, once in the message',
      { blocks: [actions(button('a'), button('b')), { ...section('x'), accessory: button('c') }] },
      { blocks: [actions(button('a'), button('b')), { ...section('x'), accessory: button('a') }] },
      '`action_id` "a" already exists [json-pointer:/blocks/1/accessory/action_id]',
    ],
    [
      'button text',
      withButton({ text: plain(x(75)) }),
      withButton({ text: plain(x(76)) }),
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'button value',
      withButton({ value: x(2000) }),
      withButton({ value: x(2001) }),
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'button url',
      withButton({ url: `https://x.io/${x(2987)}` }),
      withButton({ url: `https://x.io/${x(2988)}` }),
      'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'button url, whole',
      withButton({ url: 'https://x.io' }),
      withButton({ url: 'x.io' }),
      'must be a valid url [json-pointer:/blocks/0/elements/0/url]',
    ],
    [
      'button style',
      withButton({ style: 'danger' }),
      withButton({ style: 'red' }),
      'must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]',
    ],
    [
      'confirm title',
      withButton({ confirm: { title: plain(x(100)), text: plain('x') } }),
      withButton({ confirm: { title: plain(x(101)), text: plain('x') } }),
      'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
    ],
    [
      'confirm text',
      withButton({ confirm: { text: plain(x(300)) } }),
      withButton({ confirm: { text: plain(x(301)) } }),
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    [
      'confirm button',
      withButton({ confirm: { text: plain('x'), confirm: plain(x(30)) } }),
      withButton({ confirm: { text: plain('x'), confirm: plain(x(31)) } }),
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]',
    ],
    [
      'deny button',
      withButton({ confirm: { text: plain('x'), deny: plain(x(30)) } }),
      withButton({ confirm: { text: plain('x'), deny: plain(x(31)) } }),
      'must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/deny/text]',
    ],
    [
      'options of a menu',
      menu({ options: many(100, () => option('x')) }),
      menu({ options: many(101, () => option('x')) }),
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'an option',
      menu({ options: [option(x(75))] }),
      menu({ options: [option(x(76))] }),
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'options or groups of them',
      menu({ option_groups: [{ label: plain('x'), options: [option('x')] }] }),
      menu({}),
      'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'placeholder',
      menu({ options: [option('x')], placeholder: plain(x(150)) }),
      menu({ options: [option('x')], placeholder: plain(x(151)) }),
      'must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]',
    ],
    [
      'overflow menu',
      { blocks: [actions({ type: 'overflow', options: many(5, () => option('x')) })] },
      { blocks: [actions({ type: 'overflow', options: many(6, () => option('x')) })] },
      'no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'radio buttons',
      { blocks: [actions({ type: 'radio_buttons', options: many(10, () => option('x')) })] },
      { blocks: [actions({ type: 'radio_buttons', options: many(11, () => option('x')) })] },
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'image',
      { blocks: [{ type: 'image', image_url: 'https://x.io/a.png', alt_text: x(2000) }] },
      { blocks: [{ type: 'image', image_url: 'https://x.io/a.png', alt_text: x(2001) }] },
      'must be less than 2001 characters [json-pointer:/blocks/0/alt_text]',
    ],
    [
      'metadata size',
      noted({ a: x(7953) }),
      noted({ a: x(7954) }),
      '8001 bytes are too many [json-pointer:/metadata]',
    ],
    [
      'metadata name',
      noted({}, x(255)),
      noted({}, x(256)),
      'must be less than 256 characters [json-pointer:/metadata/event_type]',
    ],
    [
      'metadata depth',
      noted({ a: [{ b: 1 }], c: { d: true } }),
      noted({ a: { b: { c: 1 } } }),
      'failed to match all allowed schemas [json-pointer:/metadata/event_payload/a]',
    ],
  ];

  test.each(rows)('%s', (_, at, beyond, said) => {
    expect(validateMessage(at)).toEqual([]);
    expect(validateMessage(beyond)).toEqual([said]);
  });
});

describe('what is no message of ours', () => {
  const rows: readonly (readonly [what: string, message: MessageParts, said: readonly string[]])[] = [
    ['nothing', {}, ['no text and no blocks']],
    [
      'a block of a type that messages do not have',
      { blocks: [{ type: 'input' }] },
      ['unsupported type: input [json-pointer:/blocks/0/type]'],
    ],
    [
      'a block without a type',
      { blocks: [{}] },
      ['unsupported type: undefined [json-pointer:/blocks/0/type]'],
    ],
    ['a block that is none', { blocks: [null] }, ['must provide an object [json-pointer:/blocks/0]']],
    [
      'a section that says nothing',
      { blocks: [{ type: 'section' }] },
      ['must define either `text` or `fields` [json-pointer:/blocks/0]'],
    ],
    [
      'a field that is missing',
      { blocks: [{ type: 'header' }, section('x')] },
      ['missing required field: text [json-pointer:/blocks/0]'],
    ],
    [
      'a field that is not known',
      { blocks: [{ ...section('x'), text: { type: 'mrkdwn', text: 'x', emoji: true } }] },
      ['invalid additional property: emoji [json-pointer:/blocks/0/text]'],
    ],
    [
      'every problem is told',
      { blocks: [section(''), { type: 'foo' }], metadata: { event_type: 'a' } },
      [
        'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
        'unsupported type: foo [json-pointer:/blocks/1/type]',
        'missing required field: event_payload [json-pointer:/metadata]',
      ],
    ],
  ];

  test.each(rows)('%s', (_, message, said) => {
    expect(validateMessage(message)).toEqual(said);
  });
});
