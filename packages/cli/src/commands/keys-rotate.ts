import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { governancePackage } from '../optional-peers.ts'

/** `portico keys rotate`: if interrupted, run it again to continue. */
export async function keysRotate(context: CommandContext): Promise<ExitCode> {
  const { io, output } = context
  const { aesGcmCipher, loadKeyRing } = await governancePackage()
  const ring = await loadKeyRing({ environment: io.env })
  return withSqlStore(context, 'tokens', async ({ sql }) => {
    const { rotated, current } = await sql.rotateKeys(aesGcmCipher(ring))
    if (output.json) await output.document({ keyId: ring.currentId, rotated, current })
    else await output.lines([`${rotated} resealed with ${ring.currentId}, ${current} were already`])
    return exitCode.ok
  })
}
