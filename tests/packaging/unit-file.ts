/** Unit files of systemd, read as systemd reads them, for machines without `systemd-analyze`. */

export type UnitLine = { section: string; key: string; value: string };
export type ReadUnit = { lines: UnitLine[]; faults: string[] };

const SECTIONS = ['Unit', 'Service', 'Timer', 'Install'];

/** Keys that our units use, by section: a misspelt key is only warned of by systemd, and then it protects nothing. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Unit: ['Description', 'Documentation', 'Wants', 'After'],
  Timer: ['OnCalendar', 'AccuracySec', 'Persistent'],
  Install: ['WantedBy'],
  Service: [
    ...['Type', 'User', 'Group', 'WorkingDirectory', 'StateDirectory', 'Environment', 'EnvironmentFile', 'ExecStart'],
    ...['Restart', 'RestartSec', 'TimeoutStopSec', 'UMask', 'ProtectSystem', 'ReadWritePaths', 'ProtectHome'],
    ...['PrivateTmp', 'PrivateDevices', 'ProtectKernelTunables', 'ProtectKernelModules', 'ProtectKernelLogs'],
    ...['ProtectControlGroups', 'ProtectClock', 'ProtectHostname', 'NoNewPrivileges', 'CapabilityBoundingSet'],
    ...['RestrictAddressFamilies', 'RestrictNamespaces', 'RestrictSUIDSGID', 'LockPersonality'],
    ...['SystemCallArchitectures', 'SystemCallFilter', 'SystemCallErrorNumber', 'StateDirectoryMode', 'LimitNOFILE'],
    ...[
      'LimitCORE',
      'TasksMax',
      'MemoryMax',
      'PrivateUsers',
      'PrivateIPC',
      'PrivateMounts',
      'RemoveIPC',
      'KeyringMode',
      'DevicePolicy',
    ],
    ...['ProtectProc', 'AmbientCapabilities', 'RestrictRealtime'],
  ],
};

/** Reads a unit; what is wrong with it is told line by line. */
export function readUnit(text: string): ReadUnit {
  const lines: UnitLine[] = [];
  const faults: string[] = [];
  let section = '';
  for (const [index, line] of text.split('\n').entries()) {
    const at = `line ${index + 1}`;
    if (line.trim() === '' || /^[#;]/.test(line)) continue;
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      if (!SECTIONS.includes(heading)) faults.push(`${at}: no section is called ${heading}`);
      section = heading;
      continue;
    }
    const [, key = '', value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key === '') faults.push(`${at}: neither a heading nor a setting: ${line}`);
    else if (section === '') faults.push(`${at}: ${key} stands before every section`);
    else if (KEYS[section]?.includes(key) !== true) faults.push(`${at}: ${section} has no ${key}`);
    else lines.push({ section, key, value });
  }
  return { lines, faults };
}
