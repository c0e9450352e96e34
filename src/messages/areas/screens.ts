/** Texts of the pages by key, Russian and English; the same keys in both, which the compiler holds. */
import { allScreensEn } from './all-screens-en.ts';
import { allScreensRu } from './all-screens-ru.ts';

export const screens = { ru: allScreensRu, en: allScreensEn } as const;
