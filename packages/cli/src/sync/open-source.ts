import type { AnyConnector } from '@portico/core'
import type { Source } from '@portico/core/streams'
import type { SourceReader } from '@portico/sync'
import { settingsOf } from '../config/connection-settings.ts'
import type { Setup } from '../config/setup.ts'
import { questionOf, storeOf } from '../connection/open-client.ts'
import { findCredentials, missingCredentials } from '../credentials/find-credentials.ts'
import type { Io } from '../io.ts'
import { imported, syncPackage } from '../optional-peers.ts'

/**
 * Opens a source with its credentials. A database's streams are the named tables, or all it has. A missing part is a `Mistake`; a
 * failure to open is an error of the data plane.
 */
export async function openSource(
  io: Io,
  setup: Setup,
  name: string,
  definition: Source<object>,
  chosen: { readonly streams: readonly string[] | undefined; readonly settings: Readonly<Record<string, unknown>> },
): Promise<SourceReader> {
  const { vendor, version } = definition
  // Credentials are found by what the vendor declares; operations play no part in it.
  const connector = { vendor, version, operations: {} } as AnyConnector
  const question = questionOf(io, setup, name, connector)
  const found = await findCredentials(question)
  if (!found) throw missingCredentials(question)
  const { config, tenantId, account } = setup
  const connection = { tenantId, account, credentials: found.credentials }
  if (definition.tables) {
    const { postgresSource } = await imported('pg', () => import('@portico/sync/postgres-source'))
    const settings = { ...config.settings?.[name], ...chosen.settings }
    return postgresSource(definition, { ...connection, settings, ...(chosen.streams && { tables: chosen.streams }) })
  }
  const { httpSource } = await syncPackage()
  return httpSource(definition, {
    ...connection,
    settings: settingsOf(setup, name, connector),
    origins: config.origins?.[name] ?? {},
    tokens: storeOf(setup, name, question.file).tokens,
    ...(config.telemetry && { telemetry: config.telemetry }),
  })
}
