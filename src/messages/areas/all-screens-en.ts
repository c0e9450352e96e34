/** Every text of the pages in English; a browser fetches one of the two languages. */
import { joinTexts } from '../join-texts.ts';
import { screensAccessEn } from './screens-access-en.ts';
import { screensAuditEn } from './screens-audit-en.ts';
import { screensCasesEn } from './screens-cases-en.ts';
import { screensDefinitionsEn } from './screens-definitions-en.ts';
import { screensEn } from './screens-en.ts';
import { screensExchangeEn } from './screens-exchange-en.ts';
import { screensFiguresEn } from './screens-figures-en.ts';
import { screensGapsEn } from './screens-gaps-en.ts';
import { screensLinesEn } from './screens-lines-en.ts';
import { screensListsEn } from './screens-lists-en.ts';
import { screensLogEn } from './screens-log-en.ts';
import { screensPackagesEn } from './screens-packages-en.ts';
import { screensReceiptsEn } from './screens-receipts-en.ts';
import { screensReportsEn } from './screens-reports-en.ts';
import { screensSchedulesEn } from './screens-schedules-en.ts';
import { screensServersEn } from './screens-servers-en.ts';
import { screensSettingsEn } from './screens-settings-en.ts';
import { screensShiftLifeEn } from './screens-shift-life-en.ts';
import { screensShiftsEn } from './screens-shifts-en.ts';
import { screensStandEn } from './screens-stand-en.ts';
import { screensStorageEn } from './screens-storage-en.ts';
import { screensTransfersEn } from './screens-transfers-en.ts';
export const allScreensEn = joinTexts(
  screensEn,
  screensAuditEn,
  screensShiftsEn,
  screensShiftLifeEn,
  screensPackagesEn,
  screensReceiptsEn,
  screensCasesEn,
  screensDefinitionsEn,
  screensTransfersEn,
  screensSettingsEn,
  screensSchedulesEn,
  screensExchangeEn,
  screensGapsEn,
  screensLinesEn,
  screensListsEn,
  screensLogEn,
  screensReportsEn,
  screensFiguresEn,
  screensStandEn,
  screensServersEn,
  screensStorageEn,
  screensAccessEn,
);
