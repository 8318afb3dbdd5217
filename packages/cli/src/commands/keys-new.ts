import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { governancePackage } from '../optional-peers.ts'

/** `portico keys new [id]`: prints a new key without storing it. */
export async function keysNew({ output }: CommandContext, id = new Date().toISOString().slice(0, 10)): Promise<ExitCode> {
  const { isKeyError, newKey } = await governancePackage()
  let entry: string
  try {
    entry = newKey(id)
  } catch (error) {
    if (!isKeyError(error)) throw error
    throw new Mistake(
      'usage',
      'id',
      `'${oneLine(id)}' is not a key id`,
      'write letters, digits, and . _ - within; 64 at most',
      error,
    )
  }
  if (output.json) await output.document({ id, entry })
  else {
    await output.lines([entry])
    output.note(
      output.noteStyle.dim('  write it first in PORTICO_KEYS, leave the older ones behind it, and run portico keys rotate'),
    )
  }
  return exitCode.ok
}
