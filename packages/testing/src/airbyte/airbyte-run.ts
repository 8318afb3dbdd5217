import assert from 'node:assert/strict'

export type JsonObject = Readonly<Record<string, unknown>>

/** What a run of a source produced: its messages in order, its exit code, and its whole output. */
export interface AirbyteRun {
  readonly messages: readonly AirbyteMessage[]
  readonly exitCode: number
  readonly output: string
}

export interface AirbyteMessage {
  readonly type: string
  readonly spec?: JsonObject
  readonly connectionStatus?: { readonly status: string; readonly message?: string }
  readonly catalog?: { readonly streams: readonly CatalogStream[] }
  readonly record?: { readonly stream: string; readonly data: JsonObject; readonly emitted_at: number }
  readonly state?: StateMessage
  readonly trace?: {
    readonly type: string
    readonly error?: { readonly message: string; readonly failure_type?: string }
    readonly stream_status?: { readonly stream_descriptor: { readonly name: string }; readonly status: string }
  }
}

export interface StateMessage {
  readonly type?: string
  readonly stream?: { readonly stream_descriptor: { readonly name: string }; readonly stream_state?: JsonObject }
  readonly sourceStats?: { readonly recordCount?: number }
}

export interface CatalogStream {
  readonly name: string
  readonly json_schema: JsonObject
  readonly supported_sync_modes: readonly string[]
  readonly source_defined_primary_key?: readonly (readonly string[])[]
  readonly source_defined_cursor?: boolean
  readonly default_cursor_field?: readonly string[]
}

export type AirbyteCommand = 'spec' | 'check' | 'discover' | 'read'
/** The files passed to a command. */
export interface AirbyteGiven {
  readonly config?: unknown
  readonly catalog?: unknown
  readonly state?: unknown
}

/** A source as the platform sees it: a command line, whatever is behind it. */
export interface AirbyteSource {
  /** Runs a command with these files and returns its stdout. */
  readonly run: (command: AirbyteCommand, given: AirbyteGiven) => Promise<{ readonly stdout: string; readonly exitCode: number }>
  /** A config that works. */
  readonly config: JsonObject
  /** One whose credentials the vendor refuses. */
  readonly refusedConfig: JsonObject
  /** The secrets in both configs, which may appear in no output. */
  readonly secrets: readonly string[]
  /** How a message differs from the official description. */
  readonly validate?: (message: unknown) => readonly string[]
}

/** Parses an output: every line is a message. */
export async function runSource(source: AirbyteSource, command: AirbyteCommand, given: AirbyteGiven): Promise<AirbyteRun> {
  const { stdout, exitCode } = await source.run(command, given)
  const messages = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const message = parsed(line)
      const problems = source.validate?.(message) ?? []
      assert.deepEqual(problems, [], `not as the protocol has it: ${line.slice(0, 300)}`)
      return message
    })
  for (const secret of source.secrets) assert.ok(!stdout.includes(secret), `${command} leaks a secret`)
  return { messages, exitCode, output: stdout }
}

function parsed(line: string): AirbyteMessage {
  try {
    return JSON.parse(line) as AirbyteMessage
  } catch {
    return assert.fail(`a line on stdout is not a message: ${line.slice(0, 200)}`)
  }
}

export function ofType(run: AirbyteRun, type: string): readonly AirbyteMessage[] {
  return run.messages.filter((message) => message.type === type)
}

/** The configured catalog for reading these streams, as the platform would write it. */
export function configured(streams: readonly CatalogStream[], mode: (stream: CatalogStream) => string): JsonObject {
  return {
    streams: streams.map((stream) => ({
      stream,
      sync_mode: mode(stream),
      destination_sync_mode: 'append_dedup',
      ...(stream.default_cursor_field && { cursor_field: stream.default_cursor_field }),
      ...(stream.source_defined_primary_key && { primary_key: stream.source_defined_primary_key }),
    })),
  }
}

/** The part of an emitted state that the platform passes back as `--state`. */
export function stateInput(states: readonly StateMessage[]): readonly StateMessage[] {
  const latest = new Map(states.map((state) => [state.stream!.stream_descriptor.name, state]))
  return [...latest.values()].map(({ type, stream }) => ({ type: type!, stream: stream! }))
}
