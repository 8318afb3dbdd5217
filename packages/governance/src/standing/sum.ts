import { type Bounds, valuesAt } from './bounds.ts'

/** A limit on what all calls together may move, summed over a field of whole numbers, such as an amount in the smallest unit. */
export interface SumBound {
  readonly path: string
  readonly max: number
}

/** What a call adds to the sum; undefined unless it is a non-negative whole number, since no other can be summed. */
export function shareOf(input: unknown, sum: SumBound | undefined): number | undefined {
  if (!sum) return 0
  const values = valuesAt(input, sum.path.split('.'))
  if (values.length === 0 || !values.every((value) => Number.isSafeInteger(value) && (value as number) >= 0)) return undefined
  const total = (values as readonly number[]).reduce((one, other) => one + other, 0)
  return Number.isSafeInteger(total) ? total : undefined
}

/** Throws a `TypeError` if no sum could be kept: no such path, or several currencies in one number. */
export function checkSum(sum: SumBound, bounds: Bounds): void {
  if (!Number.isSafeInteger(sum.max) || sum.max <= 0) throw new TypeError(`sum.max: ${sum.max} is not a whole number above 0`)
  if (!Object.hasOwn(bounds, sum.path)) throw new TypeError(`sum.path: bounds has no ${sum.path}: say how large one call may be`)
  const loose = Object.entries(bounds).find(([path, bound]) => /(?:^|\.)currency$/.test(path) && !('equals' in bound))
  if (loose) throw new TypeError(`bounds.${loose[0]}: a sum is of one currency: write { equals }`)
}
