import type { ConnectorError, Receipt } from '@portico/core'

const colour = process.stdout.isTTY && !process.env['NO_COLOR']
const bold = (text: string): string => (colour ? `\u001b[1m${text}\u001b[0m` : text)
const dim = (text: string): string => (colour ? `\u001b[2m${text}\u001b[0m` : text)

let scenes = 0

/** Opens a scene: what a reader is about to see. */
export function scene(title: string): void {
  console.log(`\n${bold(`${++scenes}. ${title}`)}`)
}

export function tell(text: string): void {
  console.log(`   ${text}`)
}

/** What happened in a call, in one line. */
export function tellReceipt(receipt: Receipt): void {
  const attempts = receipt.attempts.map(({ status, code }) => code ?? String(status)).join(' → ')
  const facts = [
    `${receipt.connector}.${receipt.operation}`,
    receipt.commitState,
    `class ${receipt.actionClass} by ${receipt.decidedBy}`,
    attempts === '' ? 'nothing sent' : `sent ${receipt.attempts.length}× (${attempts})`,
    `${receipt.durationMs.toFixed(1)} ms`,
  ]
  tell(dim(`receipt: ${facts.join(' · ')}`))
}

export function tellError(error: ConnectorError): void {
  tell(`${error.code}: ${error.message}`)
  tell(dim(`commit state ${error.commitState} · severity ${error.severity} · retryable ${error.retryable}`))
  if (error.receipt) tellReceipt(error.receipt)
}

/** The error that a scene is about; anything else, or none, ends the tour. */
export async function expectError(
  call: Promise<unknown>,
  isExpected: (error: unknown) => error is ConnectorError,
): Promise<ConnectorError> {
  try {
    await call
  } catch (error) {
    if (isExpected(error)) return error
    throw error
  }
  throw new Error('the tour expected this call to be refused, and it was not')
}
