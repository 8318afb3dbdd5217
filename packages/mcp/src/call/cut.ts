/** A place in the data whose text or list was shortened. */
export interface Cut {
  readonly path: readonly (string | number)[]
  /** Characters or items shown. */
  readonly shown: number
  readonly of: number
}

const least = 64

/**
 * Shortens a value so that its JSON has at most about `budget` characters: the longest texts and lists first, while short ones
 * stay whole. Returns the value itself if it fits.
 */
export function cutToFit(value: unknown, budget: number): { readonly value: unknown; readonly cuts: readonly Cut[] } {
  const cuts: Cut[] = []
  return { value: fit(value, budget, [], cuts), cuts }
}

function fit(value: unknown, budget: number, path: readonly (string | number)[], cuts: Cut[]): unknown {
  const size = sizeOf(value)
  if (size <= budget) return value
  if (typeof value === 'string') {
    // Quotes and escapes count too, assumed to be spread evenly.
    const end = Math.max(1, Math.floor(((budget - 2) / size) * value.length))
    if (end >= value.length) return value
    // Never between the halves of a surrogate pair.
    const shown = /[\uD800-\uDBFF]/.test(value.charAt(end - 1)) ? end - 1 : end
    cuts.push({ path, shown, of: value.length })
    return value.slice(0, shown)
  }
  if (Array.isArray(value)) return fitList(value, budget, path, cuts)
  if (typeof value === 'object' && value !== null) return fitMembers(value, size, budget, path, cuts)
  return value
}

function fitList(items: readonly unknown[], budget: number, path: readonly (string | number)[], cuts: Cut[]): unknown {
  const shown: unknown[] = []
  let left = budget
  for (const item of items) {
    left -= sizeOf(item) + 1
    if (left < 0) break
    shown.push(item)
  }
  // An oversized first item is itself shortened, so that a list always makes progress.
  if (shown.length === 0) shown.push(fit(items[0], budget, [...path, 0], cuts))
  if (shown.length < items.length) cuts.push({ path, shown: shown.length, of: items.length })
  return shown
}

function fitMembers(value: object, size: number, budget: number, path: readonly (string | number)[], cuts: Cut[]): unknown {
  const result: Record<string, unknown> = { ...value }
  let excess = size - budget
  const largestFirst = Object.entries(value)
    .map(([name, member]) => ({ name, member: member as unknown, memberSize: sizeOf(member) }))
    .toSorted((one, other) => other.memberSize - one.memberSize)
  for (const { name, member, memberSize } of largestFirst) {
    if (excess <= 0 || memberSize <= least) break
    const fitted = fit(member, Math.max(least, memberSize - excess), [...path, name], cuts)
    excess -= memberSize - sizeOf(fitted)
    result[name] = fitted
  }
  return result
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0
}

/** The value at a path, using own members only; undefined if there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let found = value
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Record<string | number, unknown>)[part]
  }
  return found
}
