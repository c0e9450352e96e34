/** The texts of the pages in both languages, for what the server writes in the same words: files, the command line. */
import { screens } from './areas/screens.ts';
import type { Language } from './language.ts';
import { fillText, type MessageParams } from './messages.ts';

export type ScreenText = keyof (typeof screens)['ru'];

/** A text of the screens in a language, values put in. */
export function screenText(language: Language, key: ScreenText, params: MessageParams = {}): string {
  return fillText(language, screens[language][key], params);
}

/** True when the screens have such a text. */
export function isScreenText(key: string): key is ScreenText {
  return Object.hasOwn(screens.ru, key);
}

/** A text that is known by its key only; the last part of the key when the catalogue has none. */
export function keyText(language: Language, key: string, params: MessageParams = {}): string {
  return isScreenText(key) ? screenText(language, key, params) : (key.split('.').at(-1) ?? key);
}
