import { caseCommands } from './commands-cases.ts';
import { commandsEn } from './commands-en.ts';
import { gapCommands } from './commands-gaps.ts';
import { commandsRu } from './commands-ru.ts';
import { scheduleCommands } from './commands-schedules.ts';

/** Texts of the command line by key; only the command line prints them. */
export const commands = {
  ru: { ...commandsRu, ...gapCommands.ru, ...caseCommands.ru, ...scheduleCommands.ru },
  en: { ...commandsEn, ...gapCommands.en, ...caseCommands.en, ...scheduleCommands.en },
} as const;
