import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'

const judgement = z.object({
  schema: z.literal('portico.quality.judgement/1'),
  dataset: z.string(),
  suite: z.string(),
  success: z.boolean(),
  severity: z.enum(['V0', 'V1', 'V2', 'V3']).nullable(),
  evaluated: z.number(),
  failures: z.array(z.unknown()),
})

/**
 * Judgements by `portico quality`. A file that is not a judgement counts as open, with the gravest severity that it might hide.
 */
export function judgementEvidence(
  { name, files }: Extract<EvidenceSource, { kind: 'judgements' }>,
  { folder }: Looking,
): readonly Evidence[] {
  return globSync(files, { cwd: folder })
    .toSorted()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const found = parsed(text)
      if (!found || found.success !== (found.severity === null) || found.success !== (found.failures.length === 0))
        return evidenceOf({
          ...of(file, text),
          name: `${name}: ${file}`,
          holds: false,
          severity: 'V3',
          says: 'It is not a judgement.',
        })
      const { dataset, suite, success, severity, evaluated, failures } = found
      const says = `${suite} on ${dataset}: ${evaluated - failures.length} of ${evaluated} expectations met.`
      return evidenceOf({ ...of(file, text), name: `${name}: ${dataset}`, holds: success, severity: severity ?? 'V0', says })
    })
}

function of(file: string, content: string) {
  return { source: file, links: [], content }
}

function parsed(text: string): z.output<typeof judgement> | undefined {
  try {
    return judgement.safeParse(JSON.parse(text)).data
  } catch {
    // A file that is not JSON is not a judgement either.
    return undefined
  }
}
