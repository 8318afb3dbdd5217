/**
 * What a script can tell from the exit code. One that is neither 0 nor 4 means that the vendor did nothing, so the command may be
 * run again once its reason is gone.
 */
export const exitCode = {
  ok: 0,
  /** The vendor, or the policy, said no. Or a check found that something is not as it should be. */
  refused: 1,
  /** Command line, configuration, credentials or network: nothing was sent. */
  usage: 2,
  /** A person has to decide first: nothing was sent. */
  approvalRequired: 3,
  /** The vendor acted or may have acted, and the call failed all the same: look before it is run again. */
  outcomeUnknown: 4,
  /** Rate limit, outage or time-out with nothing done: the same command may work later. */
  tryLater: 5,
  /** A gate found a V2 without an exception: the release goes no further. */
  blocked: 6,
  /** A gate found a V3: stop ship. */
  stopShip: 7,
  /** A fault of portico's own. */
  internal: 70,
  /** Ended by the person, with nothing done. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
