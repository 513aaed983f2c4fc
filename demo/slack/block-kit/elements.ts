import { z } from 'zod';
import { address, confirmation, identifier, option, overflowOption, plain, richOption } from './text.ts';

const interactive = { action_id: identifier.optional(), confirm: confirmation.optional() };
const menu = { ...interactive, placeholder: plain(150).optional(), focus_on_load: z.boolean().optional() };

const button = z.strictObject({
  type: z.literal('button'),
  ...interactive,
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: address.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...interactive,
  options: z.array(overflowOption).min(1).max(5),
});

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...menu,
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z
      .array(z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) }))
      .min(1)
      .max(100)
      .optional(),
    initial_option: option.optional(),
  })
  .refine(({ options, option_groups }) => (options === undefined) !== (option_groups === undefined), {
    error: 'must define either `options` or `option_groups`',
  });

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...menu,
  initial_user: z.string().optional(),
});

const choices = { ...interactive, options: z.array(richOption).min(1).max(10) };

const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...choices,
  initial_option: richOption.optional(),
});

const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...choices,
  initial_options: z.array(richOption).min(1).optional(),
});

export const image = z.strictObject({
  type: z.literal('image'),
  image_url: address,
  alt_text: z.string().max(2000),
});

/** What can be pressed or chosen in an actions block. */
export const interactiveElement = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  usersSelect,
  radioButtons,
  checkboxes,
]);

export type InteractiveElement = z.output<typeof interactiveElement>;

/** What can stand beside the text of a section. */
export const accessory = z.discriminatedUnion('type', [
  button,
  overflow,
  staticSelect,
  usersSelect,
  radioButtons,
  checkboxes,
  image,
]);
