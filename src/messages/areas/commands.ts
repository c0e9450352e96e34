import { commandsEn } from './commands-en.ts';
import { commandsRu } from './commands-ru.ts';

/** Texts of the command line by key; only the command line prints them. */
export const commands = { ru: commandsRu, en: commandsEn } as const;
