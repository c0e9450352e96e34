/** Every text of the pages in Russian; a browser fetches one of the two languages. */
import { joinTexts } from '../join-texts.ts';
import { screensAccessRu } from './screens-access-ru.ts';
import { screensAuditRu } from './screens-audit-ru.ts';
import { screensCasesRu } from './screens-cases-ru.ts';
import { screensDefinitionsRu } from './screens-definitions-ru.ts';
import { screensExchangeRu } from './screens-exchange-ru.ts';
import { screensFiguresRu } from './screens-figures-ru.ts';
import { screensGapsRu } from './screens-gaps-ru.ts';
import { screensLinesRu } from './screens-lines-ru.ts';
import { screensListsRu } from './screens-lists-ru.ts';
import { screensLogRu } from './screens-log-ru.ts';
import { screensPackagesRu } from './screens-packages-ru.ts';
import { screensReceiptsRu } from './screens-receipts-ru.ts';
import { screensReportsRu } from './screens-reports-ru.ts';
import { screensRu } from './screens-ru.ts';
import { screensSchedulesRu } from './screens-schedules-ru.ts';
import { screensServersRu } from './screens-servers-ru.ts';
import { screensSettingsRu } from './screens-settings-ru.ts';
import { screensShiftLifeRu } from './screens-shift-life-ru.ts';
import { screensShiftsRu } from './screens-shifts-ru.ts';
import { screensStandRu } from './screens-stand-ru.ts';
import { screensStorageRu } from './screens-storage-ru.ts';
import { screensTransfersRu } from './screens-transfers-ru.ts';
export const allScreensRu = joinTexts(
  screensRu,
  screensAuditRu,
  screensShiftsRu,
  screensShiftLifeRu,
  screensPackagesRu,
  screensReceiptsRu,
  screensCasesRu,
  screensDefinitionsRu,
  screensTransfersRu,
  screensSettingsRu,
  screensSchedulesRu,
  screensExchangeRu,
  screensGapsRu,
  screensLinesRu,
  screensListsRu,
  screensLogRu,
  screensReportsRu,
  screensFiguresRu,
  screensStandRu,
  screensServersRu,
  screensStorageRu,
  screensAccessRu,
);
