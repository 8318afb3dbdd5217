/** The version of the Airbyte protocol implemented here. */
export const protocolVersion = '0.18.0'

export type SyncMode = 'full_refresh' | 'incremental'
export type JsonObject = Readonly<Record<string, unknown>>

/** A stream in a catalog, in the platform's form. */
export interface AirbyteStream {
  readonly name: string
  readonly json_schema: JsonObject
  readonly supported_sync_modes: readonly SyncMode[]
  readonly source_defined_cursor: boolean
  readonly default_cursor_field?: readonly string[]
  readonly source_defined_primary_key: readonly (readonly string[])[]
  readonly is_resumable: boolean
}

/** A stream that the platform wants read, and how. */
export interface ConfiguredStream {
  readonly name: string
  readonly mode: SyncMode
}

export type FailureType = 'system_error' | 'config_error' | 'transient_error'
export type StreamStatus = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE'

/** The user's choices can't be used: the platform shows the message and does not retry. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
