import type { DecidedApproval } from '@portico/governance'
import type { Output } from '../terminal/output.ts'
import { oneLine } from '../terminal/text.ts'

/** Reports the decision; the token goes to stdout, where a program can read it. */
export async function tellDecision(output: Output, { approval, token }: DecidedApproval): Promise<void> {
  if (output.json) {
    await output.document({ approval, token: token ?? null })
    return
  }
  const { style } = output
  const what = `${approval.connector}.${approval.operation}`
  output.note(`${style.green('✓')} ${what} of ${oneLine(approval.actor.id)}: ${approval.state}`)
  if (token === undefined) return
  await output.lines([token])
  output.note(style.dim(`  it runs the call once, until ${approval.expiresAt}: portico resume <token>`))
}
