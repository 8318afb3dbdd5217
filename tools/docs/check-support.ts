import type { SupportWindow } from '@portico/core'
import type { Problem } from './problem.ts'

/** How many days before a vendor ends an API version its connector must have moved to another. */
const warnedDays = 90

export interface StatedSupport {
  /** The file that states it. */
  readonly file: string
  readonly support: SupportWindow | undefined
}

/** Finds connectors without a support window, or whose vendor's window has closed or closes soon. */
export function checkSupport(stated: readonly StatedSupport[], today: string): Problem[] {
  return stated.flatMap(({ file, support }): Problem[] => {
    const problem = problemOf(support, today)
    return problem === undefined ? [] : [{ file, line: 1, text: problem }]
  })
}

function problemOf(support: SupportWindow | undefined, today: string): string | undefined {
  if (!support) return 'it states no support window'
  const { until, majorsForMonths } = support
  if (!(majorsForMonths >= 1)) return 'support.majorsForMonths: a major version gets fixes for at least a month'
  if (until === undefined) return undefined
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until)) return 'support.until is not a date'
  const days = (Date.parse(until) - Date.parse(today)) / 86_400_000
  if (days < 0) return `the vendor ended its API version on ${until}`
  return days < warnedDays ? `the vendor ends its API version on ${until}, in fewer than ${warnedDays} days` : undefined
}
