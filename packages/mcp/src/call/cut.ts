/** A place in the data whose text or list was shortened. */
export interface Cut {
  readonly path: readonly (string | number)[]
  /** Characters or items that are shown. */
  readonly shown: number
  readonly of: number
}

const least = 64

/**
 * The value, shortened so that its JSON has about `budget` characters at most: the longest texts and lists first. What is not long
 * stays whole. Gives the value itself where nothing had to be cut.
 */
export function cutToFit(value: unknown, budget: number): { readonly value: unknown; readonly cuts: readonly Cut[] } {
  const cuts: Cut[] = []
  return { value: fit(value, budget, [], cuts), cuts }
}

function fit(value: unknown, budget: number, path: readonly (string | number)[], cuts: Cut[]): unknown {
  const size = sizeOf(value)
  if (size <= budget) return value
  if (typeof value === 'string') {
    // Quotes and escapes count too, spread as evenly as they are in the whole.
    const end = Math.max(1, Math.floor(((budget - 2) / size) * value.length))
    if (end >= value.length) return value
    // Never between the halves of one character.
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
  // One item that is too long by itself is shortened, so that a list always goes on.
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

/** What lies at a path, by own members alone; undefined where nothing does. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let found = value
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Record<string | number, unknown>)[part]
  }
  return found
}
