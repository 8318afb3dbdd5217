import type { Problem } from './problem.ts'

/** Days after which a vendor's facts must be verified again. */
const factsHoldDays = 180

export interface DatedFacts {
  /** The file that states them. */
  readonly file: string
  /** A date: `2026-11-23`. */
  readonly verifiedAt: string
}

/** Finds facts that were verified too long ago, or are dated in the future. */
export function checkVendorFacts(facts: readonly DatedFacts[], today: string): Problem[] {
  return facts.flatMap(({ file, verifiedAt }): Problem[] => {
    const days = (Date.parse(today) - Date.parse(verifiedAt)) / 86_400_000
    if (Number.isNaN(days)) return [{ file, line: 1, text: `facts: verifiedAt ${verifiedAt} is not a date` }]
    if (days < -1) return [{ file, line: 1, text: `facts: verifiedAt ${verifiedAt} is in the future` }]
    if (days <= factsHoldDays) return []
    return [
      { file, line: 1, text: `facts were verified on ${verifiedAt} and are valid for ${factsHoldDays} days: verify them again` },
    ]
  })
}
