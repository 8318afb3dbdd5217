import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { evidenceOf } from './evidence-of.ts'

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** What the reports say of the tests in these files. A file that is named and in no report is a test that did not run. */
export function testEvidence(
  { name, reports, files, severity }: Extract<EvidenceSource, { kind: 'tests' }>,
  folder: string,
): readonly Evidence[] {
  const texts = globSync(reports, { cwd: folder })
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  if (texts.length === 0) return []
  const results = texts.flatMap((text) => report.parse(JSON.parse(text)).testResults)
  // A cached report may be of another clone: its paths end alike.
  const within = (path: string, file: string): boolean => path.replaceAll('\\', '/').includes(`/${file}`)
  const chosen = results.filter(({ name: path }) => files.some((file) => within(path, file)))
  const absent = files.filter((file) => !results.some(({ name: path }) => within(path, file)))
  const tests = chosen.flatMap(({ assertionResults }) => assertionResults)
  const failed = [
    ...tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    ...chosen
      .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      .map(({ name: path }) => path),
  ]
  const passed = tests.filter(({ status }) => status === 'passed').length
  const holds = failed.length === 0 && absent.length === 0 && passed > 0
  const says = [
    `${passed} tests passed`,
    ...(failed.length > 0 ? [`${failed.length} failed, such as "${failed[0]}"`] : []),
    ...(absent.length > 0 ? [`no test of ${absent[0]} ran`] : []),
  ].join(', ')
  return [evidenceOf(name, holds, severity, `${says}.`, reports, JSON.stringify(chosen))]
}
