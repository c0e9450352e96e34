/** The texts of the pages: of each language that was chosen here, fetched once. */
import { fillText, type Language, type MessageParams } from '../../../src/messages/messages.ts';
import type { ScreenText } from '../../../src/messages/screen-texts.ts';

export type { ScreenText } from '../../../src/messages/screen-texts.ts';

type Texts = Readonly<Record<ScreenText, string>>;

const sources: Record<Language, () => Promise<Texts>> = {
  ru: () => import('../../../src/messages/areas/all-screens-ru.ts').then((module) => module.allScreensRu),
  en: () => import('../../../src/messages/areas/all-screens-en.ts').then((module) => module.allScreensEn),
};
const fetched: Partial<Record<Language, Texts>> = {};

/** Fetches the texts of a language unless they are here; rejects when the server does not answer, and may be tried again. */
export async function loadTexts(language: Language): Promise<void> {
  fetched[language] ??= await sources[language]();
}

function textsOf(language: Language): Texts {
  const texts = fetched[language];
  if (texts === undefined) throw new Error(`the texts in ${language} are used before they were loaded`);
  return texts;
}

/** A text of the screens in a language that was loaded, values put in. */
export function screenText(language: Language, key: ScreenText, params: MessageParams = {}): string {
  return fillText(language, textsOf(language)[key], params);
}

/** A text that is known only by its key; the last part of the key when there is none. */
export function keyText(language: Language, key: string, params: MessageParams = {}): string {
  return Object.hasOwn(textsOf(language), key)
    ? screenText(language, key as ScreenText, params)
    : (key.split('.').at(-1) ?? key);
}
