import type { ReadingOptions } from '@portico/core/reading'
import type { Source } from '@portico/core/streams'
import { httpSource } from '../source/http-source.ts'
import type { SourceReader } from '../source/source-reader.ts'
import type { AirbyteConfig } from './airbyte-config.ts'

/** Opens a source by its config: the named tables of a database, or all that it publishes. */
export async function openReader(
  source: Source<object>,
  { connection }: AirbyteConfig,
  { reading }: { readonly reading?: Pick<ReadingOptions, 'origins' | 'transport' | 'clock' | 'patienceMs'> },
  tables?: readonly string[],
): Promise<SourceReader> {
  if (!source.tables) return httpSource(source, { ...connection, ...reading })
  const { postgresSource } = await import('../postgres-source/postgres-source.ts')
  return postgresSource(source, {
    tenantId: connection.tenantId,
    credentials: connection.credentials,
    settings: connection.settings ?? {},
    ...(tables && { tables }),
    // Records written to the platform have not landed yet; the state it passes back on a later run has.
    confirms: 'given-back',
  })
}
