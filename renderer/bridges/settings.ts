import { z } from 'zod';

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
});
export type Settings = z.infer<typeof Settings>;

/** Only what is named changes; made without the defaults, which would set back the rest. */
export const SettingsChange = z.object({
  serverUrl: fields.serverUrl.exactOptional(),
  language: fields.language.exactOptional(),
  theme: fields.theme.exactOptional(),
  density: fields.density.exactOptional(),
  lastLogin: fields.lastLogin.exactOptional(),
  holdWarning: fields.holdWarning.exactOptional(),
  holdReminder: fields.holdReminder.exactOptional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;
