import type { Severity } from '@portico/core'
import * as z from 'zod'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { commandTimeoutMs, evidenceOf } from './evidence-of.ts'
import { runCommand } from './run-command.ts'

const counts = z.object({ critical: z.number(), high: z.number(), moderate: z.number(), low: z.number() })
const report = z.object({ metadata: z.object({ vulnerabilities: counts }) })

const severities: readonly (readonly [keyof z.output<typeof counts>, Severity])[] = [
  ['critical', 'V3'],
  ['high', 'V2'],
  ['moderate', 'V1'],
  ['low', 'V0'],
]

/** What the registry knows of the dependencies. A registry that does not answer gives no evidence, and no pass. */
export async function dependencyEvidence(
  { name, run }: Extract<EvidenceSource, { kind: 'dependencies' }>,
  folder: string,
): Promise<readonly Evidence[]> {
  const { stdout } = await runCommand(run, folder, commandTimeoutMs)
  const found = vulnerabilitiesOf(stdout)
  if (!found)
    return [
      evidenceOf(
        name,
        false,
        'V1',
        'The registry gave no advisories, so that nothing is known of the dependencies.',
        run.join(' '),
        stdout,
      ),
    ]
  const worst = severities.find(([level]) => found[level] > 0)
  const says = `${severities.map(([level]) => `${found[level]} ${level}`).join(', ')}.`
  return [evidenceOf(name, worst === undefined, worst?.[1] ?? 'V0', says, run.join(' '), stdout)]
}

function vulnerabilitiesOf(stdout: string): z.output<typeof counts> | undefined {
  try {
    return report.safeParse(JSON.parse(stdout)).data?.metadata.vulnerabilities
  } catch {
    // A registry's error page is no report.
    return undefined
  }
}
