import type { Receipt } from '@portico/core'
import { time } from '../describe/quantity.ts'
import { shellWord } from '../describe/shell-word.ts'
import type { Output } from '../terminal/output.ts'
import { oneLine } from '../terminal/text.ts'

/** The outcome of a call, on one line of stderr, and how to undo it. */
export function showReceipt(output: Output, name: string, receipt: Receipt): void {
  const { noteStyle: style } = output
  const {
    attempts,
    durationMs,
    correlationId,
    idempotencyKey,
    vendorRequestId,
    rateLimitRemaining,
    replayed,
    originOverride,
    undo,
  } = receipt
  const facts = [
    ...(replayed ? ['replayed: nothing was sent'] : [`${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}`]),
    time(Math.round(durationMs)),
    ...(idempotencyKey === undefined ? [] : [`key ${idempotencyKey}`]),
    ...(vendorRequestId === undefined ? [] : [`request ${oneLine(vendorRequestId)}`]),
    ...(rateLimitRemaining === undefined ? [] : [`${rateLimitRemaining} calls left`]),
    ...(originOverride === undefined ? [] : [`at ${originOverride}`]),
  ]
  output.note(`${style.green('✓')} ${name}.${receipt.operation} ${style.dim(facts.join(' · '))}`)
  const failed = (receipt.items ?? []).filter((item) => item.commitState !== 'committed')
  for (const item of failed) {
    output.warn(oneLine(`item ${item.key}: ${item.message ?? item.vendorCode ?? item.code ?? 'failed'} (${item.commitState})`))
  }
  if (undo) {
    const event = correlationId === undefined ? '' : ` --correlation-id ${shellWord(correlationId)}`
    const command = `portico call ${name}.${undo.operation} --input ${shellWord(JSON.stringify(undo.input))}${event}`
    output.note(style.dim(`  take it back: ${oneLine(command)}`))
  }
}
