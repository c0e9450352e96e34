import { type MessageCode, type MessageParams, messageText } from '../../messages/messages.ts';

/** A text for the screen and log of a register, whose language is not known: Russian, then English. */
export function bothLanguages(code: MessageCode, params: MessageParams): string {
  return `${messageText('ru', code, params)} / ${messageText('en', code, params)}`;
}
