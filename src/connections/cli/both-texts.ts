/** A text in both languages: of the command line when it has the key, else of the common catalogue. */
import { commands } from '../../messages/areas/commands.ts';
import { fillText, type Language, type MessageParams, messageText } from '../../messages/messages.ts';
import type { Refusal } from './client.ts';

export function bothTexts(key: string, params: MessageParams): Refusal['message'] {
  return { ru: oneText('ru', key, params), en: oneText('en', key, params) };
}

function oneText(language: Language, key: string, params: MessageParams): string {
  const texts: Readonly<Record<string, string>> = commands[language];
  const own = Object.hasOwn(texts, key) ? texts[key] : undefined;
  return own === undefined ? messageText(language, key, params) : fillText(language, own, params);
}
