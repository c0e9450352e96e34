/** The languages of texts: Russian first, English second. */
export type Language = 'ru' | 'en';

export const languages: readonly Language[] = ['ru', 'en'];
