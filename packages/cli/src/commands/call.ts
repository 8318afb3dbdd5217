import type { Bytes, Detailed, PageOptions } from '@portico/core'
import { type Duration, isConnectorError, milliseconds } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import { checkOptions } from '../call/check-options.ts'
import { checkPlace, deliverBytes, deliverEvents } from '../call/deliver.ts'
import { showDryRun } from '../call/dry-run.ts'
import { readEveryPage } from '../call/every-page.ts'
import { runJob } from '../call/job.ts'
import { DocumentedFailure } from '../call/page-document.ts'
import { readJson, withFiles } from '../call/read-input.ts'
import { standInFor } from '../call/stand-in.ts'
import { showReceipt } from '../call/summary.ts'
import type { CommandContext } from '../command-context.ts'
import { type FoundOperation, findOperation } from '../config/find-operation.ts'
import { type CommonOptions, actorOf, setUp } from '../config/setup.ts'
import type { ClientView } from '../connection/client-view.ts'
import { openClient } from '../connection/open-client.ts'
import { shellWord } from '../describe/shell-word.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { CallFailure } from '../failure.ts'
import { Mistake } from '../mistake.ts'
import { hasStore } from '../store/configured-store.ts'
import { createProgress } from '../terminal/progress.ts'

export interface CallCommandOptions extends CommonOptions {
  readonly input?: string
  readonly file?: readonly string[]
  readonly dryRun?: boolean
  readonly key?: string
  readonly correlationId?: string
  readonly actor?: string
  readonly timeout?: string
  readonly page?: string
  readonly all?: boolean
  readonly output?: string
  readonly job?: string
  readonly wait?: boolean
}

type CallContext = CommandContext<CallCommandOptions>

/** `portico call <connector>.<operation>`: one governed call. */
export async function call(context: CallContext, target: string): Promise<ExitCode> {
  const { io, output, options } = context
  const setup = await setUp(io, options)
  const found = await findOperation(setup, target)
  checkOptions(found.operation, options, { remembers: hasStore(io, setup) })
  if (found.operation.delivery === 'bytes' && !options.dryRun) checkPlace(io, output, options.output)
  const input = await inputOf(context, found.operation)
  const opened = await openClient(io, setup, found.name, found.connector, {
    actor: actorOf(io, setup, options.actor),
    ...(options.dryRun && { standIn: standInFor(found.connector) }),
  })
  const { client, hasCredentials } = opened
  try {
    const view = client.operation(found.operation.name)
    const qualifiedName = `${found.name}.${found.operation.name}`
    if (options.dryRun) return await showDryRun(output, { qualifiedName, view, hasCredentials }, input, callOptions(context))
    await run(context, { ...found, qualifiedName }, client, input)
    return exitCode.ok
  } catch (error) {
    throw namedFailure(error, found.name, hasStore(io, setup))
  } finally {
    await client.close()
  }
}

/** A failed call, reported under the name that the person used. */
export function namedFailure(error: unknown, name: string, keepsApprovals: boolean): unknown {
  if (error instanceof DocumentedFailure) return new DocumentedFailure(namedFailure(error.cause, name, keepsApprovals))
  return isConnectorError(error) ? new CallFailure(error, name, keepsApprovals) : error
}

interface Target extends FoundOperation {
  readonly qualifiedName: string
}

async function run(context: CallContext, target: Target, client: ClientView, input: unknown): Promise<void> {
  const { io, output, options } = context
  const { name, operation, qualifiedName } = target
  const view = client.operation(operation.name)
  const given = callOptions(context)
  if (options.all && view.pages) return readEveryPage(context, { qualifiedName, pages: view.pages }, input, given)
  const { data, receipt } = await detailed(context, target, client, input, given)
  if (operation.delivery === 'bytes') await deliverBytes(context, qualifiedName, data as Bytes, receipt, options.output)
  else if (operation.delivery === 'events') await deliverEvents(context, qualifiedName, data as AsyncIterable<unknown>)
  else if (output.json) await output.document({ operation: qualifiedName, data: data ?? null, receipt })
  else if (data !== undefined) await output.value(data)
  io.signal.throwIfAborted()
  showReceipt(output, name, receipt)
  const next = operation.definition.page && (data as { readonly next?: string }).next
  if (next !== undefined) output.note(output.noteStyle.dim(`  there is more: --page ${shellWord(next)}, or --all`))
}

async function detailed(
  context: CallContext,
  { operation, qualifiedName }: Target,
  client: ClientView,
  input: unknown,
  given: PageOptions,
): Promise<Detailed<unknown>> {
  const { io, output, options } = context
  const view = client.operation(operation.name)
  const { start, wait } = view
  const { job } = operation.definition
  if (job && start && wait) {
    const handle = options.job === undefined ? undefined : await readJson(io, '--job', options.job)
    const target = { qualifiedName, name: operation.name, view: { ...view, start, wait }, job }
    return runJob(context, target, input, given, { handle, wait: options.wait !== false })
  }
  const progress = createProgress(io, output, qualifiedName)
  try {
    return await view.detailed(input, given)
  } finally {
    progress.end()
  }
}

async function inputOf({ io, output, options }: CallContext, { definition }: CompiledOperation): Promise<unknown> {
  const given = options.input === undefined ? {} : await readJson(io, '--input', options.input)
  const inline = options.input !== undefined && options.input !== '-' && !options.input.startsWith('@')
  const secret = definition.audit?.redact?.find((path) => Object.hasOwn(given, path.split('.')[0] ?? ''))
  if (inline && secret !== undefined) {
    output.warn(`${secret} is secret, and is in your shell's history now: use --input @file or --input -`)
  }
  return withFiles(io, given, options.file ?? [])
}

function callOptions({ io, options }: CallContext): PageOptions {
  return {
    signal: io.signal,
    ...(options.correlationId !== undefined && { correlationId: options.correlationId }),
    ...(options.key !== undefined && { idempotencyKey: options.key }),
    ...(options.page !== undefined && { cursor: options.page }),
    ...(options.timeout !== undefined && { timeoutMs: timeoutOf(options.timeout) }),
  }
}

function timeoutOf(text: string): number {
  try {
    return milliseconds(text as Duration)
  } catch (error) {
    throw new Mistake('usage', '--timeout', `'${text}' is not a time`, 'write it with its unit: --timeout 30s', error)
  }
}
