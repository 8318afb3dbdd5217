import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readRecordings, readStreamRecordings } from '@portico/testing/record'
import { referenceData } from '../reference-data.ts'
import { checkRecording } from './check-recording.ts'
import { operationFinder } from './described-operation.ts'
import { validator } from './json-schema.ts'
import { loadDescription, versionOf } from './load-description.ts'
import { originPaths, type PlannedAt } from './origin-paths.ts'

/** The differences between a connector's recordings and the vendor's official description. Committed beside the recordings. */
export interface Differences {
  /** The description and its version. */
  readonly description: string
  /** The version that the connector declares. */
  readonly vendorVersion: string
  /** One line each, with the recordings that show it. */
  readonly differences: Readonly<Record<string, readonly string[]>>
}

/** Undefined where the reference data is absent. */
export function findDifferences(folder: URL, reference: string, plan: PlannedAt): Differences | undefined {
  const path = referenceData(reference)
  if (path === undefined) return undefined
  const description = loadDescription(path)
  const [find, validate] = [operationFinder(description), validator(description)]
  const operations = readRecordings(folder)
  const streams = readStreamRecordings(folder)
  const unreadable = [...operations.unreadable, ...streams.unreadable]
  const pathOf = originPaths(plan)
  const recordings = [
    ...operations.recordings.map((recording) => ({ ...recording, at: { operation: recording.operation } })),
    ...streams.recordings.map((recording) => ({
      ...recording,
      operation: `streams.${recording.stream}`,
      error: undefined,
      at: { stream: recording.stream },
    })),
  ]
  if (unreadable.length > 0) throw new Error(`${unreadable[0]!.file}: ${unreadable[0]!.reason}`)
  const lines = new Map<string, string[]>()
  for (const recording of recordings) {
    const below = ({ origin }: { readonly origin?: string | undefined }): string => pathOf({ ...recording.at, origin })
    for (const line of checkRecording(description, find, validate, recording, below))
      lines.set(line, [...(lines.get(line) ?? []), recording.file])
  }
  return {
    description: `${reference.replace(/^.*__/, '').replace(/\.gz$/, '')} ${versionOf(description)}`,
    vendorVersion: recordings[0]?.vendorVersion ?? 'unknown',
    differences: Object.fromEntries([...lines].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  }
}

const listOf = (folder: URL): URL => new URL('../description-differences.json', folder)

export function readDifferences(folder: URL): Differences | undefined {
  return existsSync(fileURLToPath(listOf(folder))) ? (JSON.parse(readFileSync(listOf(folder), 'utf8')) as Differences) : undefined
}

export function writeDifferences(folder: URL, differences: Differences): void {
  writeFileSync(listOf(folder), `${JSON.stringify(differences, null, 2)}\n`)
}
