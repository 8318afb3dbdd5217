import type { ShownApproval } from '@portico/governance'
import { paintJson } from '../terminal/json-text.ts'
import type { Style } from '../terminal/style.ts'
import type { Output } from '../terminal/output.ts'
import { alignedRows, listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** One line per waiting call. */
export function approvalsTable(approvals: readonly ShownApproval[], { style, width }: Output): readonly string[] {
  const rows = approvals.map((each) => [
    style.bold(each.id),
    paintState(each, style),
    each.requiredApproval,
    `${each.connector}.${each.operation}`,
    oneLine(each.actor.id),
    each.state === 'pending' ? `due ${each.dueAt}` : '',
    oneLine(each.reason),
  ])
  return listing(['approval', 'state', 'class', 'call', 'who', 'when', 'why'], rows, { width, style })
}

/** Everything that an approver needs to decide. */
export function approvalLines(approval: ShownApproval, { style, width }: Output): readonly string[] {
  const { decision } = approval
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['state', paintState(approval, style)],
    ['call', `${approval.connector}.${approval.operation}, version ${approval.connectorVersion}`],
    ['who', `${approval.actor.type} ${approval.actor.id}, account ${approval.account}`],
    ['why', `${approval.reason} (${approval.rule})`],
    ['class', `${approval.requiredApproval} · ${Object.values(approval.classes).join(' ')}`],
    ['business event', approval.correlationId],
    ['key', approval.idempotencyKey],
    ['asked', approval.requestedAt],
    ['due', approval.dueAt],
    ['expires', approval.expiresAt],
    ['arguments', approval.argumentsHash],
    ['pin', approval.pin],
    ['decided', decision && `${decision.outcome} by ${decision.by.id} at ${decision.at}${decision.late ? ', late' : ''}`],
    ['reason', decision?.reason],
  ]
  const shown = facts.flatMap(([name, value]) => (value === undefined ? [] : [[style.dim(name), oneLine(value)]]))
  return [
    style.bold(approval.id),
    ...alignedRows(shown, { width, last: 'wrap' }),
    ...inputLines('input', approval.redactedInput, style),
    ...(decision?.redactedInput === undefined ? [] : inputLines('as amended', decision.redactedInput, style)),
  ]
}

function inputLines(name: string, input: unknown, style: Style): readonly string[] {
  const text = JSON.stringify(input, undefined, 2) ?? 'none'
  return ['', style.dim(name), ...text.split('\n').map((line) => paintJson(line, style))]
}

function paintState({ state }: ShownApproval, style: Style): string {
  if (state === 'pending') return style.yellow(state)
  if (state === 'rejected' || state === 'expired') return style.red(state)
  return style.green(state)
}
