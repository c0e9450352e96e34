/** Every command, in the order in which help shows them. */
import type { Command } from '../command.ts';
import { archiveListCommand, archiveReceiptsCommand, archiveShowCommand } from './archives.ts';
import { auditListCommand, auditVerifyCommand } from './audit.ts';
import { backupCommand, restoreCommand } from './backups.ts';
import {
  caseAcceptCommand,
  caseAssignCommand,
  caseListCommand,
  caseSeenCommand,
  caseShowCommand,
  caseUnassignCommand,
} from './cases.ts';
import { certificateCommands } from './certificates.ts';
import { checkConfigCommand } from './check-config.ts';
import { databaseCompactCommand } from './database-compact.ts';
import { documentTypeListCommand, documentTypeSetCommand } from './document-types.ts';
import { erpRequestsCommand, erpStatusCommand, erpTargetsCommand } from './erp.ts';
import { exportFilesCommand, exportShowCommand } from './exchange-files.ts';
import { exportAgainCommand, exportRunCommand } from './exchange-start.ts';
import { exportListCommand } from './export-list.ts';
import { frameListCommand, frameReadCommand, frameShowCommand } from './frames.ts';
import { gapAskCommand, gapListCommand, registerAgainCommand } from './gaps.ts';
import { groupAddCommand, groupListCommand, groupRemoveCommand, groupSetCommand } from './groups.ts';
import { helpCommand } from './help.ts';
import { keyCommands } from './keys.ts';
import { loadCommand } from './load.ts';
import { loadFileCommand } from './load-file.ts';
import { logListCommand, logTailCommand } from './log.ts';
import { packageDecideCommand, packageRetryCommand } from './package-decide.ts';
import { packageListCommand } from './package-list.ts';
import { paymentTypeListCommand, paymentTypeSetCommand } from './payment-types.ts';
import { programCommands } from './programs.ts';
import { protocolImportCommand, protocolRevertCommand, protocolShowCommand } from './protocol.ts';
import { receiptFindCommand, receiptRouteCommand } from './receipts.ts';
import { reconciliationCommand } from './reconciliation.ts';
import {
  registerAddCommand,
  registerListCommand,
  registerPauseCommand,
  registerResumeCommand,
  registerSetCommand,
  registerShowCommand,
} from './registers.ts';
import { reportCommand } from './report.ts';
import {
  scheduleAddCommand,
  scheduleListCommand,
  schedulePauseCommand,
  scheduleRemoveCommand,
  scheduleResumeCommand,
  scheduleRunCommand,
  scheduleRunsCommand,
  scheduleSetCommand,
} from './schedules.ts';
import { settingsGetCommand, settingsSetCommand } from './settings.ts';
import { shiftHistoryCommand, shiftRouteCommand } from './shift-life.ts';
import { shiftListCommand } from './shift-list.ts';
import { shiftShowCommand } from './shift-show.ts';
import { statusCommand } from './status.ts';
import {
  archiveCheckCommand,
  archiveFilesCommand,
  archiveRestoreCommand,
  storageShowCommand,
  trimDictionariesCommand,
  trimFilesCommand,
} from './storage.ts';
import { tokenCommands } from './tokens.ts';
import { transferCancelCommand, transferListCommand, transferRetryCommand, transferShowCommand } from './transfers.ts';
import { trimListCommand, trimPlanCommand, trimRestoreCommand, trimRunCommand, trimVerifyCommand } from './trim.ts';
import { upstreamCommands } from './upstream.ts';
import { userCommands } from './users.ts';
import { versionCommand } from './version.ts';

export const allCommands: readonly Command[] = [
  ...programCommands,
  loadCommand,
  loadFileCommand,
  transferListCommand,
  transferShowCommand,
  transferRetryCommand,
  transferCancelCommand,
  scheduleListCommand,
  scheduleRunCommand,
  scheduleRunsCommand,
  schedulePauseCommand,
  scheduleResumeCommand,
  scheduleAddCommand,
  scheduleSetCommand,
  scheduleRemoveCommand,
  gapListCommand,
  gapAskCommand,
  reconciliationCommand,
  caseListCommand,
  caseShowCommand,
  caseSeenCommand,
  caseAcceptCommand,
  caseAssignCommand,
  caseUnassignCommand,
  shiftListCommand,
  shiftShowCommand,
  shiftRouteCommand,
  shiftHistoryCommand,
  receiptFindCommand,
  receiptRouteCommand,
  reportCommand,
  exportListCommand,
  exportRunCommand,
  exportAgainCommand,
  exportFilesCommand,
  exportShowCommand,
  erpStatusCommand,
  erpRequestsCommand,
  erpTargetsCommand,
  packageListCommand,
  trimPlanCommand,
  trimRunCommand,
  trimRestoreCommand,
  trimVerifyCommand,
  trimListCommand,
  archiveListCommand,
  archiveShowCommand,
  archiveReceiptsCommand,
  backupCommand,
  restoreCommand,
  databaseCompactCommand,
  packageDecideCommand,
  packageRetryCommand,
  storageShowCommand,
  archiveFilesCommand,
  archiveCheckCommand,
  archiveRestoreCommand,
  trimFilesCommand,
  trimDictionariesCommand,
  statusCommand,
  logListCommand,
  logTailCommand,
  auditListCommand,
  auditVerifyCommand,
  registerListCommand,
  registerShowCommand,
  registerAgainCommand,
  registerAddCommand,
  registerPauseCommand,
  registerResumeCommand,
  registerSetCommand,
  groupListCommand,
  groupAddCommand,
  groupSetCommand,
  groupRemoveCommand,
  ...upstreamCommands,
  paymentTypeListCommand,
  paymentTypeSetCommand,
  documentTypeListCommand,
  documentTypeSetCommand,
  settingsGetCommand,
  settingsSetCommand,
  ...certificateCommands,
  ...userCommands,
  ...keyCommands,
  ...tokenCommands,
  protocolShowCommand,
  protocolImportCommand,
  protocolRevertCommand,
  frameListCommand,
  frameShowCommand,
  frameReadCommand,
  checkConfigCommand,
  helpCommand,
  versionCommand,
];
