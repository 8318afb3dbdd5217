import { jsonlAudit, verifyAuditFile } from '@portico/governance'
import { startProgram } from './program.ts'

/**
 * Kills writers of one log, one after another. Returns how many acknowledged rows are missing from the log, which must verify.
 */
export async function killLogWriters(path: string, kills: number): Promise<{ lost: number }> {
  let acknowledged = 0
  for (let killed = 0; killed < kills; killed++) {
    const writer = startProgram(import.meta.resolve('./write-log.ts'), path)
    await writer.next()
    await refused(path)
    writer.say('go')
    while ((await writer.next()) !== undefined) acknowledged++
    await writer.ended
    // The next to open the log removes a torn last line.
    await (await jsonlAudit(path, { onTornLine: () => undefined })).close()
  }
  const report = await verifyAuditFile(path)
  if (!report.intact) throw new Error(`the log does not verify at line ${report.line}: ${report.reason}`)
  return { lost: Math.max(0, acknowledged - report.rows) }
}

/** Only one process may write to a log. */
async function refused(path: string): Promise<void> {
  const problem = await jsonlAudit(path).then(
    () => 'was opened',
    (error: unknown) => String(error),
  )
  if (!problem.includes('is already written by another process')) throw new Error(`the log of a running writer ${problem}`)
}
