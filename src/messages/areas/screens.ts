/** Texts of the pages by key, Russian and English; the same keys in both, which the compiler holds. */
import { screensEn } from './screens-en.ts';
import { screensRu } from './screens-ru.ts';

export const screens = { ru: screensRu, en: screensEn } as const;
