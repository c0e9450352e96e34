/** Versions of the cash software, and which protocol each can speak (M14). */

export type ProtocolVersion = 3 | 4;

/** The first version of the cash software that speaks a protocol. */
export const firstSoftwareOf: Readonly<Record<ProtocolVersion, string>> = { 3: '4.6.52', 4: '4.6.120' };

/** What is known of a register and a protocol. `unknown`: nobody has noted its version, or it is written as none is. */
export type ProtocolAbility = 'able' | 'too_old' | 'unknown';

/** Whether software of a version speaks a protocol; `4.6.120-2` counts as 4.6.120. */
export function protocolAbility(softwareVersion: string | null, protocol: ProtocolVersion): ProtocolAbility {
  const version = softwareVersion === null ? null : numbersOf(softwareVersion);
  const first = numbersOf(firstSoftwareOf[protocol]);
  if (version === null || first === null) return 'unknown';
  return compare(version, first) < 0 ? 'too_old' : 'able';
}

/** `4.6.120-2` → 4, 6, 120; null when it begins with no numbers parted by dots. */
function numbersOf(version: string): number[] | null {
  const leading = /^\s*(\d{1,9}(?:\.\d{1,9}){1,7})/.exec(version)?.[1];
  return leading === undefined ? null : leading.split('.').map(Number);
}

/** Number by number, not as text: 4.6.52 is older than 4.6.120. A missing number is 0. */
function compare(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
