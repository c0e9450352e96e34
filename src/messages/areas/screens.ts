/** Texts of the pages by key, Russian and English; the same keys in both, which the compiler holds. */
import { screensCasesEn } from './screens-cases-en.ts';
import { screensCasesRu } from './screens-cases-ru.ts';
import { screensDefinitionsEn } from './screens-definitions-en.ts';
import { screensDefinitionsRu } from './screens-definitions-ru.ts';
import { screensEn } from './screens-en.ts';
import { screensExchangeEn } from './screens-exchange-en.ts';
import { screensExchangeRu } from './screens-exchange-ru.ts';
import { screensFiguresEn } from './screens-figures-en.ts';
import { screensFiguresRu } from './screens-figures-ru.ts';
import { screensGapsEn } from './screens-gaps-en.ts';
import { screensGapsRu } from './screens-gaps-ru.ts';
import { screensListsEn } from './screens-lists-en.ts';
import { screensListsRu } from './screens-lists-ru.ts';
import { screensLogEn } from './screens-log-en.ts';
import { screensLogRu } from './screens-log-ru.ts';
import { screensPackagesEn } from './screens-packages-en.ts';
import { screensPackagesRu } from './screens-packages-ru.ts';
import { screensReceiptsEn } from './screens-receipts-en.ts';
import { screensReceiptsRu } from './screens-receipts-ru.ts';
import { screensReportsEn } from './screens-reports-en.ts';
import { screensReportsRu } from './screens-reports-ru.ts';
import { screensRu } from './screens-ru.ts';
import { screensSchedulesEn } from './screens-schedules-en.ts';
import { screensSchedulesRu } from './screens-schedules-ru.ts';
import { screensSettingsEn } from './screens-settings-en.ts';
import { screensSettingsRu } from './screens-settings-ru.ts';
import { screensShiftsEn } from './screens-shifts-en.ts';
import { screensShiftsRu } from './screens-shifts-ru.ts';
import { screensStandEn } from './screens-stand-en.ts';
import { screensStandRu } from './screens-stand-ru.ts';
import { screensTransfersEn } from './screens-transfers-en.ts';
import { screensTransfersRu } from './screens-transfers-ru.ts';
export const screens = {
  ru: {
    ...screensRu,
    ...screensShiftsRu,
    ...screensPackagesRu,
    ...screensReceiptsRu,
    ...screensCasesRu,
    ...screensDefinitionsRu,
    ...screensTransfersRu,
    ...screensSettingsRu,
    ...screensSchedulesRu,
    ...screensExchangeRu,
    ...screensGapsRu,
    ...screensListsRu,
    ...screensLogRu,
    ...screensReportsRu,
    ...screensFiguresRu,
    ...screensStandRu,
  },
  en: {
    ...screensEn,
    ...screensShiftsEn,
    ...screensPackagesEn,
    ...screensReceiptsEn,
    ...screensCasesEn,
    ...screensDefinitionsEn,
    ...screensTransfersEn,
    ...screensSettingsEn,
    ...screensSchedulesEn,
    ...screensExchangeEn,
    ...screensGapsEn,
    ...screensListsEn,
    ...screensLogEn,
    ...screensReportsEn,
    ...screensFiguresEn,
    ...screensStandEn,
  },
} as const;
