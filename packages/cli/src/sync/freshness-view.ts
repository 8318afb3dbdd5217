import type { Freshness } from '@portico/sync/freshness'
import type { Output } from '../terminal/output.ts'
import type { Style } from '../terminal/style.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** The freshness of streams, for people. */
export function freshnessLines(
  found: readonly (Freshness & { readonly connector: string })[],
  { style, width }: Output,
): string[] {
  const rows = found.map(({ connector, stream, owner, place, asOf, ...fresh }) => [
    style.bold(oneLine(`${connector}.${stream}`)),
    freshnessCell(fresh, style),
    asOf ?? 'never',
    oneLine(owner),
    oneLine(place),
  ])
  return listing(['stream', 'age', 'complete as of', 'owner', 'place'], rows, { style, width })
}

/** `12 min of 1 h`: its age, and how old it may be. */
export function freshnessCell(
  { ageMs, promisedMs, isStale }: Pick<Freshness, 'ageMs' | 'promisedMs' | 'isStale'>,
  style: Style,
): string {
  const age = ageMs === undefined ? 'not complete yet' : `${ageWords(ageMs)} of ${ageWords(promisedMs)}`
  return isStale ? style.red(`stale, ${age}`) : style.green(age)
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const

/** An age in its largest unit, rounded down to a tenth of it. */
function ageWords(ms: number): string {
  const [unit, name] = units.find(([of]) => ms >= of) ?? [1_000, 's']
  return `${Math.floor((ms / unit) * 10) / 10} ${name}`
}
