/** Settings of a register by the names of its ini file (registers §12), as far as the simulator keeps to them. */
export type RegisterSettings = {
  /** Sales are not sent by themselves: the register asks the server ("kick") to request them. */
  unloadSalesRequestThroughCS: boolean;
  /** How many sent archives are kept; 0 = all. */
  maxCountBackupFiles: number;
  /** For how many days a sent archive is kept; 0 = for ever. */
  actualCountDaysForBackupFiles: number;
};

export const DEFAULT_SETTINGS: Readonly<RegisterSettings> = {
  unloadSalesRequestThroughCS: false,
  maxCountBackupFiles: 0,
  actualCountDaysForBackupFiles: 0,
};
