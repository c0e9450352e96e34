import { accessCommands } from './commands-access.ts';
import { auditCommands } from './commands-audit.ts';
import { caseCommands } from './commands-cases.ts';
import { certificateCommands } from './commands-certificates.ts';
import { commandsEn } from './commands-en.ts';
import { exchangeCommands } from './commands-exchange.ts';
import { gapCommands } from './commands-gaps.ts';
import { commandsHelpEn } from './commands-help-en.ts';
import { commandsHelpRu } from './commands-help-ru.ts';
import { reportCommands } from './commands-reports.ts';
import { commandsRu } from './commands-ru.ts';
import { scheduleCommands } from './commands-schedules.ts';
import { commandsShiftsEn } from './commands-shifts-en.ts';
import { commandsShiftsRu } from './commands-shifts-ru.ts';
import { storageCommands } from './commands-storage.ts';
import { trimCommands } from './commands-trim.ts';
import { upperCommands } from './commands-upper.ts';

/** Texts of the command line by key; only the command line prints them. */
export const commands = {
  ru: {
    ...commandsRu,
    ...commandsShiftsRu,
    ...commandsHelpRu,
    ...exchangeCommands.ru,
    ...gapCommands.ru,
    ...auditCommands.ru,
    ...caseCommands.ru,
    ...certificateCommands.ru,
    ...accessCommands.ru,
    ...scheduleCommands.ru,
    ...reportCommands.ru,
    ...trimCommands.ru,
    ...storageCommands.ru,
    ...upperCommands.ru,
  },
  en: {
    ...commandsEn,
    ...commandsShiftsEn,
    ...commandsHelpEn,
    ...exchangeCommands.en,
    ...gapCommands.en,
    ...auditCommands.en,
    ...caseCommands.en,
    ...certificateCommands.en,
    ...accessCommands.en,
    ...scheduleCommands.en,
    ...reportCommands.en,
    ...trimCommands.en,
    ...storageCommands.en,
    ...upperCommands.en,
  },
} as const;
