import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type MadeRecording, record, RecordingError, type RecordingPlan } from '@portico/testing/record'
import { findDifferences, writeDifferences } from '../reference-check/differences.ts'
import { referenceDataAbsent } from '../reference-data.ts'
import { repoRoot } from '../workspace.ts'
import { readArguments, type RecordArguments, usage } from './arguments.ts'
import { loadPlan } from './load-plan.ts'
import { openServer } from './server.ts'

const planOf = (connector: string): string => join(repoRoot, 'connectors', connector, 'test', 'record.ts')

try {
  const connectors = globSync('*/test/record.ts', { cwd: join(repoRoot, 'connectors') }).map((file) => dirname(dirname(file)))
  const given = readArguments(process.argv.slice(2), connectors.toSorted())
  if (given) await run(given)
  else console.log(usage)
} catch (error) {
  if (!(error instanceof RangeError || error instanceof RecordingError)) throw error
  console.error(error.message)
  process.exitCode = error instanceof RangeError ? 2 : 1
}

async function run(given: RecordArguments): Promise<void> {
  const plan = await loadPlan(planOf(given.connector))
  const folder = join(dirname(planOf(given.connector)), 'recordings')
  const server = await openServer(plan, given)
  try {
    const made = await record(plan, {
      ...(server.options && { server: server.options }),
      described: given.described,
      folder: pathToFileURL(`${folder}/`),
      today: new Date(),
    })
    write(folder, given, made)
    compare(plan, folder)
    format(folder)
  } finally {
    await server.close()
  }
}

/** A full run also removes recordings that the plan no longer makes. */
function write(folder: string, { operation, server, described }: RecordArguments, made: readonly MadeRecording[]): void {
  const wanted = made.filter(({ recording }) => operation === undefined || nameOf(recording) === operation)
  if (wanted.length === 0)
    throw new RangeError(`nothing to write: the plan has no recording${operation ? ` of ${operation}` : ''} for this server`)
  mkdirSync(join(folder, 'streams'), { recursive: true })
  for (const { file, recording } of wanted) {
    const verb = existsSync(join(folder, file)) ? 'updated' : 'written'
    writeFileSync(join(folder, file), `${JSON.stringify(recording, null, 2)}\n`)
    console.log(
      `${verb} ${file} (${recording.provenance}, ${recording.exchanges.length} exchange${recording.exchanges.length === 1 ? '' : 's'})`,
    )
  }
  if (operation !== undefined || server === 'none' || !described) return
  for (const file of globSync('{*.json,streams/*.json}', { cwd: folder })) {
    if (wanted.some((each) => each.file === file)) continue
    rmSync(join(folder, file))
    console.log(`removed ${file}: the plan does not make it`)
  }
}

/** The operation or stream of a recording. */
function nameOf(recording: MadeRecording['recording']): string {
  return 'stream' in recording ? recording.stream : recording.operation
}

/** Formatted like the repo's files, so that a diff shows only what the vendor changed. */
function format(folder: string): void {
  const { status } = spawnSync(join(repoRoot, 'node_modules', '.bin', 'oxfmt'), ['--write', dirname(folder)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`oxfmt failed with ${status}`)
}

/** Rewrites the list of differences between the recordings and the vendor's official description. */
function compare(plan: RecordingPlan, folder: string): void {
  const { description } = plan
  if (description === undefined) return
  const recordings = pathToFileURL(`${folder}/`)
  const differences = findDifferences(recordings, description, plan)
  if (differences === undefined) return console.log(`not compared: ${referenceDataAbsent(description)}`)
  writeDifferences(recordings, differences)
  console.log(`${Object.keys(differences.differences).length} differences from ${differences.description} are listed`)
}
