import { z } from 'zod';

/** Actions that may have a key that works while another window has the focus. */
export const globalActions = ['call.answer', 'call.end', 'call.mute', 'call.hold'] as const;
export const GlobalAction = z.enum(globalActions);
export type GlobalAction = z.infer<typeof GlobalAction>;

/** In tinykeys' notation: `F2`, `Control+Shift+F2`, `m`. */
const Key = z.string().min(1).max(40);

/** A headset whose buttons the person let the phone use: every one of this make. */
export const KnownHeadset = z.object({
  vendorId: z.int().min(0).max(0xffff),
  productId: z.int().min(0).max(0xffff),
  name: z.string().max(120),
});
export type KnownHeadset = z.infer<typeof KnownHeadset>;

const fields = z.object({
  /** Origin of the central server, `https://casque.example`; null until somebody says it. */
  serverUrl: z.url({ protocol: /^https?$/ }).nullable(),
  language: z.enum(['system', 'fr', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['dense', 'comfortable']),
  /** The login typed last, to offer it again. */
  lastLogin: z.string().max(64).nullable(),
  /** How long a caller may be on hold before the desk warns, and how often it then reminds. Seconds. */
  holdWarning: z.int().min(10).max(3600),
  holdReminder: z.int().min(10).max(3600),
  /** The keys of the actions that have others than the catalogue's, by the action's name; none for an empty list. */
  shortcuts: z.record(z.string().max(40), z.array(Key).max(4)),
  /** The program is started again at once when it dies (not on Windows). */
  startAgain: z.boolean(),
  /** Off where nothing is said. */
  globalKeys: z.partialRecord(GlobalAction, Key),
}).shape;

/** What is kept on this machine for everyone who uses it: no secrets, nothing of a customer. Every field has a default. */
export const Settings = z.object({
  serverUrl: fields.serverUrl.default(null),
  language: fields.language.default('system'),
  theme: fields.theme.default('system'),
  density: fields.density.default('dense'),
  lastLogin: fields.lastLogin.default(null),
  holdWarning: fields.holdWarning.default(60),
  holdReminder: fields.holdReminder.default(45),
  shortcuts: fields.shortcuts.default({}),
  startAgain: fields.startAgain.default(false),
  globalKeys: fields.globalKeys.default({}),
  headsets: z.array(KnownHeadset).max(50).default([]),
  /** Where newer versions are fetched from. The administrator's to write: what comes from there is run, so no page may change it. */
  updateUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
});
export type Settings = z.infer<typeof Settings>;

/** Only what is named changes; made without the defaults, which would set back the rest. Headsets are the shell's to keep. */
export const SettingsChange = z.object({
  serverUrl: fields.serverUrl.exactOptional(),
  language: fields.language.exactOptional(),
  theme: fields.theme.exactOptional(),
  density: fields.density.exactOptional(),
  lastLogin: fields.lastLogin.exactOptional(),
  holdWarning: fields.holdWarning.exactOptional(),
  holdReminder: fields.holdReminder.exactOptional(),
  shortcuts: fields.shortcuts.exactOptional(),
  startAgain: fields.startAgain.exactOptional(),
  globalKeys: fields.globalKeys.exactOptional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;
