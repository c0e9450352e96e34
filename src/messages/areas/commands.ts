import { caseCommands } from './commands-cases.ts';
import { commandsEn } from './commands-en.ts';
import { gapCommands } from './commands-gaps.ts';
import { reportCommands } from './commands-reports.ts';
import { commandsRu } from './commands-ru.ts';
import { scheduleCommands } from './commands-schedules.ts';

/** Texts of the command line by key; only the command line prints them. */
export const commands = {
  ru: { ...commandsRu, ...gapCommands.ru, ...caseCommands.ru, ...reportCommands.ru, ...scheduleCommands.ru },
  en: { ...commandsEn, ...gapCommands.en, ...caseCommands.en, ...reportCommands.en, ...scheduleCommands.en },
} as const;
