import type * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import { failureOf, ofCommand } from './command-evidence.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'

/** What a document of a command means. */
export type Finding = Pick<Evidence, 'holds' | 'says'> & { readonly severity?: NonNullable<Evidence['severity']> }

/**
 * Asks a command for a document and judges it. One that gives none, because there is no store or no registry, is a V1: that nothing is
 * known is no pass, and a release does not hang on it alone.
 */
export async function asked<Schema extends z.ZodType>(
  { name, run }: { readonly name: string; readonly run: readonly string[] },
  looking: Looking,
  schema: Schema,
  judge: (document: z.output<Schema>) => Finding,
): Promise<readonly Evidence[]> {
  const answer = await looking.run(run)
  const document = documentOf(answer.stdout, schema)
  const found: Finding = document
    ? judge(document)
    : { holds: false, severity: 'V1', says: `Unknown, because there was no answer. ${failureOf(answer)}` }
  const { holds, says, severity = 'V0' } = found
  return [evidenceOf({ name, holds, severity, says, ...ofCommand(run, looking), content: answer.stdout })]
}

function documentOf<Schema extends z.ZodType>(stdout: string, schema: Schema): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(stdout)).data
  } catch {
    // An error page is no document.
    return undefined
  }
}
