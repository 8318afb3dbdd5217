import type { Bytes } from '@portico/core'
import { deliverBytes, deliverEvents } from '../call/deliver.ts'
import { showReceipt } from '../call/summary.ts'
import type { CommandContext } from '../command-context.ts'
import { findOperation } from '../config/find-operation.ts'
import { type CommonOptions, type Setup, setUp } from '../config/setup.ts'
import { openClient } from '../connection/open-client.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { hasStore } from '../store/configured-store.ts'
import { createProgress } from '../terminal/progress.ts'
import { type CallCommandOptions, namedFailure } from './call.ts'
import { governancePackage } from '../optional-peers.ts'

type ResumeOptions = CommonOptions & Pick<CallCommandOptions, 'output'>

/** `portico resume <token>`: runs what a person decided, once, under its original key and actor. */
export async function resume(context: CommandContext<ResumeOptions>, token: string): Promise<ExitCode> {
  const { io, output, options } = context
  const setup = await setUp(io, options)
  if (!hasStore(io, setup)) {
    throw new Mistake(
      'configuration',
      'store',
      'nothing here keeps approvals',
      'set PORTICO_STORE as it was when the call was requested',
    )
  }
  const { name, connector, operation } = await findOperation(setup, await operationOf(setup, token))
  const qualifiedName = `${name}.${operation.name}`
  const { client } = await openClient(io, setup, name, connector)
  const progress = createProgress(io, output, qualifiedName)
  try {
    const { data, receipt } = await client.operation(operation.name).resume(token, { signal: io.signal })
    progress.end()
    if (operation.delivery === 'bytes') await deliverBytes(context, qualifiedName, data as Bytes, receipt, options.output)
    else if (operation.delivery === 'events') await deliverEvents(context, qualifiedName, data as AsyncIterable<unknown>)
    else if (output.json) await output.document({ operation: qualifiedName, data: data ?? null, receipt })
    else if (data !== undefined) await output.value(data)
    showReceipt(output, name, receipt)
    return exitCode.ok
  } catch (error) {
    throw namedFailure(error, name, true)
  } finally {
    progress.end()
    await client.close()
  }
}

/** The operation, under its connector's name in the configuration. */
async function operationOf(setup: Setup, token: string): Promise<string> {
  const { operationOfToken } = await governancePackage()
  const claimed = operationOfToken(token)
  if (!claimed)
    throw new Mistake('usage', 'token', 'it is not a decision token', 'give the one that portico approvals approve printed')
  for (const name of setup.names) {
    const { vendor } = await setup.connector(name)
    if (vendor.id === claimed.connector) return `${name}.${claimed.operation}`
  }
  const problem = `it is for ${claimed.connector}, which is not here`
  throw new Mistake('unknown_connector', 'token', problem, `npm install @portico/connector-${claimed.connector}`)
}
