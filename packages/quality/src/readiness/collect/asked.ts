import type * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import { failureOf, ofCommand } from './command-evidence.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'

/** Judges a command's document. */
export type Finding = Pick<Evidence, 'holds' | 'says'> & { readonly severity?: NonNullable<Evidence['severity']> }

/**
 * Runs a command for a document and judges it. No document, for want of a store or a registry, is a V1: not knowing is no pass,
 * but should not block a release by itself.
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
    // An error page is not a document.
    return undefined
  }
}
