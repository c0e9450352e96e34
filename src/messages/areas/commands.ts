import { commandsEn } from './commands-en.ts';
import { gapCommands } from './commands-gaps.ts';
import { commandsRu } from './commands-ru.ts';
import { scheduleCommands } from './commands-schedules.ts';

/** Texts of the command line by key; only the command line prints them. */
export const commands = {
  ru: { ...commandsRu, ...gapCommands.ru, ...scheduleCommands.ru },
  en: { ...commandsEn, ...gapCommands.en, ...scheduleCommands.en },
} as const;
