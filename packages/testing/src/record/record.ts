import type { AnyConnector } from '@portico/core'
import { readRecordings } from '../recording/read-recordings.ts'
import { subjectWith } from '../replay/subject.ts'
import { recordDescribed } from './record-described.ts'
import { recordDescribedStreams } from './record-streams.ts'
import { recordFromServer, type Server } from './record-from-server.ts'
import type { RecordingPlan } from './recording-plan.ts'
import type { MadeRecording, RecordingRun } from './recording-run.ts'

/** What is recorded, and against which server. */
export interface RecordOptions {
  /** Without one, only described recordings are made. */
  readonly server?: Server
  readonly described: boolean
  /** The folder of earlier recordings: a described rollback may undo one of them. */
  readonly folder: URL
  readonly today: Date
}

/** Makes a plan's recordings; writes nothing. Rejects if a call does not do what its step says, or if a secret is left. */
export async function record(plan: RecordingPlan, options: RecordOptions): Promise<readonly MadeRecording[]> {
  const { server, today } = options
  const { recordings } = readRecordings(options.folder)
  const credentials = server?.credentials ?? plan.emulate?.credentials ?? plan.credentials(() => 'described-credential')
  const subject = subjectWith(plan.connector as AnyConnector, { credentials, settings: plan.settings, recordings })
  const run: RecordingRun = {
    plan,
    subject,
    made: [],
    receipts: new Map(),
    secrets: new Set(subject.secrets),
    dates: { recordedAt: dayOf(today), expiresAt: dayOf(new Date(today.getTime() + (plan.keptForDays ?? 365) * 86_400_000)) },
  }
  if (server) await recordFromServer(run, server)
  if (options.described) {
    for (const described of plan.described?.recordings ?? []) await recordDescribed(run, described)
    if (plan.streams) await recordDescribedStreams(run, plan.streams)
  }
  return run.made
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
