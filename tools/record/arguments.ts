import { parseArgs } from 'node:util'

/** Parses the arguments of `pnpm record`. Throws a one-line RangeError for a mistake. */
export interface RecordArguments {
  readonly connector: string
  readonly server: 'emulate' | 'live' | 'base-url' | 'none'
  readonly baseUrl: string | undefined
  readonly source: string | undefined
  readonly described: boolean
  readonly operation: string | undefined
}

const options = {
  emulate: { type: 'boolean' },
  live: { type: 'boolean' },
  'base-url': { type: 'string' },
  source: { type: 'string' },
  described: { type: 'boolean' },
  operation: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export const usage = `pnpm record <connector> [--emulate | --base-url http://127.0.0.1:4000 --source 'my emulator 1.2' | --live | --described] [--operation getIssue]

  --emulate    start the plan's emulator on loopback and record against it (the default where the plan has one)
  --base-url   record against a server that runs already; --source says which one
  --live       record against the vendor, with credentials from the environment
  --described  write only what the plan states from the vendor's own documents
  --operation  write only the recordings of one operation or stream; the plan's other calls are made and not written`

/** Undefined where help was requested. */
export function readArguments(given: readonly string[], connectors: readonly string[]): RecordArguments | undefined {
  const { values, positionals } = parsed(given)
  if (values.help) return undefined
  const [connector, ...more] = positionals
  const known = connectors.join(' | ')
  if (connector === undefined) throw new RangeError(`say which connector: pnpm record ${known}`)
  if (more.length > 0) throw new RangeError(`one connector at a time: ${more.join(', ')} is too much`)
  if (!connectors.includes(connector))
    throw new RangeError(`there is no connector '${connector}' with a test/record.ts: ${known}`)
  const servers = (['emulate', 'live', 'base-url'] as const).filter((name) => values[name] !== undefined)
  if (servers.length + (values.described ? 1 : 0) > 1)
    throw new RangeError('choose one of --emulate, --base-url, --live and --described')
  const baseUrl = values['base-url']
  if (baseUrl !== undefined && values.source === undefined) {
    throw new RangeError("--base-url: say what answers there, --source 'emulate 0.12.2'")
  }
  if (baseUrl !== undefined && !URL.canParse(baseUrl)) throw new RangeError(`--base-url: '${baseUrl}' is not a URL`)
  return {
    connector,
    server: values.described ? 'none' : (servers[0] ?? 'emulate'),
    baseUrl: baseUrl?.replace(/\/$/, ''),
    source: values.source,
    described: servers[0] !== 'live',
    operation: values.operation,
  }
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true })
  } catch (error) {
    throw new RangeError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
