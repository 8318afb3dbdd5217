import * as z from 'zod'
import { parsed } from '../results/parsed.ts'
import { parsePythonJson } from '../results/python-json.ts'
import { QualityError } from '../quality-error.ts'
import { type Exception, rowIds } from './matrix.ts'

const text = z.string().min(1)
const severity = z.enum(['V0', 'V1', 'V2', 'V3'])

const source = z.discriminatedUnion('kind', [
  /** Holds if the command exits with 0. */
  z.strictObject({ kind: z.literal('command'), name: text, run: z.array(text).min(1), severity: severity.default('V2') }),
  /** Holds if the files' tests ran and none failed. `files` are paths of test files, or of folders with them. */
  z.strictObject({
    kind: z.literal('tests'),
    name: text,
    reports: text,
    files: z.array(text).min(1),
    severity: severity.default('V2'),
  }),
  /** Judgements by `portico quality`, where any were kept. */
  z.strictObject({ kind: z.literal('judgements'), name: text, files: text }),
  /** Open incidents of these sources, from `portico incidents list --json`. */
  z.strictObject({ kind: z.literal('incidents'), name: text, run: z.array(text).min(1), sources: z.array(text).min(1) }),
  /** Probed connections, from `portico health --json`. */
  z.strictObject({ kind: z.literal('health'), name: text, run: z.array(text).min(1) }),
  /** Approvals that were due, and decided in time, from `portico approvals compliance --json`. */
  z.strictObject({ kind: z.literal('compliance'), name: text, run: z.array(text).min(1) }),
  /** `pnpm audit --json`, or another command with the same output format. */
  z.strictObject({ kind: z.literal('dependencies'), name: text, run: z.array(text).min(1) }),
  /** The commit, and that there are no uncommitted changes. */
  z.strictObject({ kind: z.literal('commit'), name: text }),
  /** Files whose content is part of the release. */
  z.strictObject({ kind: z.literal('files'), name: text, files: text, severity: severity.default('V2') }),
])

export type EvidenceSource = z.output<typeof source>

const row = z.strictObject({ owner: text, evidence: z.array(source).min(1) })

const config = z.strictObject({
  /** Commands that run first, such as the tests whose reports are read. */
  prepare: z.array(z.array(text).min(1)).default([]),
  /** A file that names the commit of the test reports: `{ "commit": "…" }`. Reports of another commit don't count. */
  tested: text.optional(),
  rows: z.partialRecord(z.enum(rowIds), row),
})

/** What a project's readiness is collected from. */
export type ReadinessConfig = z.output<typeof config>

/** Reads `readiness.json`. Throws a `QualityError` that names the field. */
export function readReadinessConfig(json: string): ReadinessConfig {
  return parsed(config, objectOf(json))
}

const exceptions = z.strictObject({
  exceptions: z.array(z.strictObject({ row: z.enum(rowIds), evidence: text, who: text, why: text, until: z.iso.date() })),
})

/** Reads the recorded exceptions: who answers for what, why, and until when. */
export function readExceptions(json: string): readonly Exception[] {
  return parsed(exceptions, objectOf(json)).exceptions
}

function objectOf(json: string): object {
  const document = parsePythonJson(json)
  if (typeof document !== 'object' || document === null) throw new QualityError('not_understood', '', 'no JSON object')
  return document
}
