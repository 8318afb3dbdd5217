import type { ExpectationResult } from '../../src/index.ts'
import type { Case } from './cases.ts'

/** What of a case's answer is not as it should be; undefined where all of it is. */
export function difference({ out, tolerance }: Case, { success, result }: ExpectationResult): string | undefined {
  if ('success' in out && out['success'] !== success) return `success is ${success}`
  const { success: _success, result: whole, ...parts } = out
  const wanted: Record<string, unknown> = { ...parts, ...(whole as object | undefined) }
  const found: Record<string, unknown> = { ...result, ...(result['details'] as object | undefined), details: result['details'] }
  for (const [key, value] of Object.entries(wanted)) {
    if (key === 'unexpected_index_list' && !('unexpected_index_list' in found) && emptyList(value)) continue
    if (!same(unordered(key, value), unordered(key, found[key]), tolerance))
      return `${key} is ${JSON.stringify(found[key])?.slice(0, 200)}`
  }
  return undefined
}

function emptyList(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

function same(wanted: unknown, found: unknown, tolerance: number): boolean {
  if (typeof wanted === 'number') {
    return typeof found === 'number' && Math.abs(wanted - found) <= tolerance * Math.max(1, Math.abs(wanted))
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(found) && wanted.length === found.length && wanted.every((each, index) => same(each, found[index], tolerance))
    )
  }
  if (typeof wanted === 'object' && wanted !== null) {
    return (
      typeof found === 'object' &&
      found !== null &&
      Object.entries(wanted).every(([key, each]) => same(each, (found as Record<string, unknown>)[key], tolerance))
    )
  }
  return wanted === (found ?? null)
}

/** A table's rows have no order. */
function unordered(key: string, value: unknown): unknown {
  if (!/^(partial_)?unexpected_(index_)?list$/.test(key) || !Array.isArray(value)) return value
  return (value as unknown[]).toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
}

function orderOf(value: unknown): string {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value)
  return JSON.stringify(plain ? Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)) : value)
}
