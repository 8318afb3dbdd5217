import type { Bound, ShownStandingApproval } from '@portico/governance'
import type { Output } from '../terminal/output.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** One line per standing approval: who it covers, how many calls are left, and within which bounds. */
export function standingTable(standing: readonly ShownStandingApproval[], { style, width }: Output): readonly string[] {
  const rows = standing.map((each) => [
    style.bold(each.id),
    each.state === 'active' ? style.green(each.state) : style.dim(each.state.replace('_', ' ')),
    `${each.connector}.${each.operation}`,
    oneLine(each.actor.id),
    `${each.count.used} of ${each.count.max}`,
    each.sum ? `${each.sum.used} of ${each.sum.max}` : '–',
    each.expiresAt,
    oneLine(Object.entries(each.bounds).map(boundWords).join(', ')),
  ])
  const columns = ['standing approval', 'state', 'call', 'for', 'calls', 'sum', 'until', 'within']
  return listing(columns, rows, { width, style })
}

function boundWords([path, bound]: readonly [string, Bound]): string {
  if ('equals' in bound) return `${path} = ${String(bound.equals)}`
  if ('oneOf' in bound) return `${path} in ${bound.oneOf.join(' | ')}`
  if ('max' in bound) return `${path} ${bound.min === undefined ? '' : `≥ ${bound.min} and `}≤ ${bound.max}`
  return `any ${path}`
}
