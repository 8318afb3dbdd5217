import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

/** What the reports say about the tests in these files. A named file that is in no report did not run. */
export function testEvidence(
  { name, reports, files, severity }: Extract<EvidenceSource, { kind: 'tests' }>,
  looking: Looking,
): readonly Evidence[] {
  const { folder } = looking
  const links = files.filter((file) => existsSync(join(folder, file)))
  const texts = globSync(reports, { cwd: folder })
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  const stale = staleReports(looking) ?? (texts.length === 0 ? 'There is no test report.' : undefined)
  if (stale) return [evidenceOf({ name, holds: false, severity: 'V2', says: stale, source: reports, links, content: '' })]
  const parsed = texts.map(parsedReport)
  if (parsed.includes(undefined)) {
    const says = 'A test report is truncated, or is not one.'
    return [evidenceOf({ name, holds: false, severity, says, source: reports, links, content: texts.join('') })]
  }
  const results = parsed.flatMap((each) => each!.testResults)
  // A cached report may come from another clone, so only the ends of paths must match.
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
  const content = JSON.stringify(chosen)
  return [evidenceOf({ name, holds, severity, says: `${says}.`, source: reports, links, content })]
}

/** Why the reports don't count: they are of another commit, or of an unknown one. */
function staleReports({ folder, tested, commit }: Looking): string | undefined {
  if (tested === undefined) return undefined
  const file = join(folder, tested)
  const of = existsSync(file) ? testedCommit(readFileSync(file, 'utf8')) : undefined
  if (of === undefined) return 'The tests have not been run on a clean commit: run them.'
  return of === commit ? undefined : `The reports are from commit ${of.slice(0, 12)}: run the tests again.`
}

function testedCommit(text: string): string | undefined {
  try {
    return z.object({ commit: z.string() }).safeParse(JSON.parse(text)).data?.commit
  } catch {
    // A file that is not JSON names no commit.
    return undefined
  }
}

function parsedReport(text: string): z.output<typeof report> | undefined {
  try {
    return report.safeParse(JSON.parse(text)).data
  } catch {
    // A run that died while writing leaves half a report.
    return undefined
  }
}
