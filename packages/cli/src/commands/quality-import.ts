import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { readDocument } from '../quality/read-document.ts'
import { exitCodeFor, judgementLines } from '../quality/show-judgement.ts'
import { qualityPackage } from '../optional-peers.ts'

export interface ImportOptions {
  readonly facts: string
}

/** `portico quality import <file>`: judges results written by Great Expectations; the worst verdict sets the exit code. */
export async function qualityImport({ io, output }: CommandContext, file: string, options: ImportOptions): Promise<ExitCode> {
  const { readResults, readFacts, judge } = await qualityPackage()
  const facts = await readDocument(io, '--facts', options.facts, readFacts)
  const { validations } = await readDocument(io, 'file', file, readResults)
  const judgements = validations.map(({ result }) => judge(result, facts, Date.now()))
  if (output.json) await output.document({ judgements })
  else for (const judgement of judgements) await output.lines(judgementLines(judgement, output))
  return exitCodeFor(judgements)
}
