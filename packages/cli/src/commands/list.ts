import type { AnyConnector } from '@portico/core'
import type { CommandContext } from '../command-context.ts'
import { compiledOf } from '../config/find-operation.ts'
import { type Setup, setUp } from '../config/setup.ts'
import { questionOf } from '../connection/open-client.ts'
import { findCredentials } from '../credentials/find-credentials.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { listing } from '../terminal/table.ts'

interface Listed {
  readonly name: string
  readonly id: string
  readonly title: AnyConnector['vendor']['title']
  readonly package: string
  readonly version: string
  readonly vendorVersion: string
  readonly queries: number
  readonly commands: number
  readonly credentials: 'present' | 'missing'
}

/** `portico list`: the connectors configured here, or installed. */
export async function list({ io, output, options }: CommandContext): Promise<ExitCode> {
  const setup = await setUp(io, options)
  const listed: Listed[] = []
  for (const name of setup.names) {
    try {
      listed.push(await entryOf(setup, name, io))
    } catch (error) {
      if (!(error instanceof Mistake)) throw error
      // One broken package does not hide the others.
      output.warn(`${error.field}: ${error.message}; ${error.hint}`)
    }
  }
  if (output.json) {
    await output.document({ ...(setup.configFile !== undefined && { configuration: setup.configFile }), connectors: listed })
    return exitCode.ok
  }
  if (listed.length === 0) {
    output.note('no connector is installed here: npm install @portico/core @portico/connector-github, then portico init')
    return exitCode.ok
  }
  const { style, width } = output
  const rows = listed.map((each) => [
    style.bold(each.name),
    each.title.en,
    each.version,
    each.vendorVersion,
    String(each.queries),
    String(each.commands),
    each.credentials === 'present' ? style.green('present') : style.dim('missing'),
  ])
  await output.lines(
    listing(['name', 'title', 'version', 'vendor API', 'queries', 'commands', 'credentials'], rows, { width, style }),
  )
  output.note(output.noteStyle.dim('portico describe <name> lists its operations'))
  return exitCode.ok
}

async function entryOf(setup: Setup, name: string, io: CommandContext['io']): Promise<Listed> {
  const connector = await setup.connector(name)
  const { vendor, version } = connector
  const operations = Object.values(compiledOf(name, connector).operations)
  const queries = operations.filter(({ definition }) => definition.kind === 'query').length
  return {
    name,
    id: vendor.id,
    title: vendor.title,
    package: `@portico/connector-${vendor.id}`,
    version,
    vendorVersion: vendor.vendorVersion,
    queries,
    commands: operations.length - queries,
    credentials: (await hasCredentials(setup, name, connector, io)) ? 'present' : 'missing',
  }
}

/** Whether credentials are present. A vault is not asked: listing contacts nothing. */
async function hasCredentials(setup: Setup, name: string, connector: AnyConnector, io: CommandContext['io']): Promise<boolean> {
  if (typeof setup.config.credentials?.[name] === 'function') return true
  return (await findCredentials(questionOf(io, setup, name, connector))) !== undefined
}
