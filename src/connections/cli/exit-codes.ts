/** How the command line ends. Scripts build on these numbers: they may be added to, never changed. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  wrongUse: 2,
  notFound: 3,
  noRight: 4,
  confirmationNeeded: 5,
  declined: 6,
  partlyDone: 7,
  unreachable: 8,
  timedOut: 9,
  critical: 10,
  warnings: 11,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a refusal by its stable code. */
export function exitCodeOf(problemCode: string): ExitCode {
  if (problemCode.startsWith('not_found.')) return exitCodes.notFound;
  if (problemCode.startsWith('request.') || wrongRanges.test(problemCode)) return exitCodes.wrongUse;
  if (notAdmitted.test(problemCode)) return exitCodes.noRight;
  return byCode[problemCode] ?? exitCodes.failed;
}

/** A range that no register could be asked for, or a rule of a schedule, was written wrongly. */
const wrongRanges = /^(load\.(dates_only|no_stream|shifts_|period_)|schedule\.(minutes|time|no_times|reversed))/;

/** Who has not logged in, or may not do it. */
const notAdmitted =
  /^access\.(denied|not_logged_in|session_ended|second_factor|key_(unknown|ended|revoked)|no_right|load_too_long|too_many_shifts)/;

const byCode: Readonly<Record<string, ExitCode>> = {
  confirmation_required: exitCodes.confirmationNeeded,
  'server.unreachable': exitCodes.unreachable,
  'server.slow': exitCodes.timedOut,
  interrupted: exitCodes.interrupted,
};
