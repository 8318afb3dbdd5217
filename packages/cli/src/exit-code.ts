/**
 * What a script can tell from the exit code. Except for 0 and 4, the vendor did nothing, so the command may be run again once its
 * cause is fixed.
 */
export const exitCode = {
  ok: 0,
  /** The vendor or the policy refused, or a check failed. */
  refused: 1,
  /** Command line, configuration, credentials or network: nothing was sent. */
  usage: 2,
  /** A person must decide first: nothing was sent. */
  approvalRequired: 3,
  /** The vendor acted or may have acted although the call failed: look before running it again. */
  outcomeUnknown: 4,
  /** Rate limit, outage or timeout, with nothing done: the same command may work later. */
  tryLater: 5,
  /** A gate found a V2 without an exception: the release is blocked. */
  blocked: 6,
  /** A gate found a V3: stop ship. */
  stopShip: 7,
  /** A bug in portico. */
  internal: 70,
  /** Interrupted by the person, with nothing done. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
