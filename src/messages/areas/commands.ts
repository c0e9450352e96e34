import { commandsEn } from './commands-en.ts';
import { commandsRu } from './commands-ru.ts';
import { scheduleCommands } from './commands-schedules.ts';

/** Texts of the command line by key; only the command line prints them. */
export const commands = {
  ru: { ...commandsRu, ...scheduleCommands.ru },
  en: { ...commandsEn, ...scheduleCommands.en },
} as const;
