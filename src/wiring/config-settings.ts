/** The settings that the process was started with, as the page of settings shows them. */
import { type Config, settings } from '../config.ts';
import { DICTIONARIES_SETTING } from '../pipeline/archive/archive.ts';
import type { ConfigSetting } from '../reports/reports.ts';

/** Secrets are hidden already where they are read. */
export function configSettings({ shown }: Pick<Config, 'shown'>): ConfigSetting[] {
  return shown.flatMap(({ key, value, source }) => {
    const { describe, kind, choices, byDefault, secret, variable } = settings[key];
    const row = { key, name: describe, value, type: kind, choices: [...choices], byDefault, secret, source, variable };
    return key === DICTIONARIES_KEY ? [row, { ...row, key: DICTIONARIES_SETTING }] : [row];
  });
}

const DICTIONARIES_KEY = 'dictionaries.localDirectory';
