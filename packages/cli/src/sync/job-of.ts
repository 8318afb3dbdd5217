import type { Source } from '@portico/core/streams'
import type { SyncJob } from '@portico/sync/engine'
import type { Setup } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { placeOf } from './place-of.ts'

/** A sync as described by options and schedules. */
export interface JobWords {
  readonly connector: string
  readonly to: string
  readonly streams?: readonly string[] | undefined
  readonly dataset?: string | undefined
  readonly settings?: Readonly<Record<string, unknown>> | undefined
  readonly mode?: SyncJob['mode'] | undefined
  readonly deletes?: SyncJob['deletes'] | undefined
  readonly schemaChanges?: SyncJob['schemaChanges'] | undefined
  readonly full?: boolean | undefined
}

/** A sync request as data. */
export function jobOf({ tenantId, account }: Setup, { vendor }: Source<object>, words: JobWords): SyncJob {
  const { connector, to, dataset, streams, settings, mode, deletes, schemaChanges, full } = words
  return {
    connector,
    tenantId,
    account,
    to,
    dataset: dataset ?? vendor.id.replaceAll('-', '_'),
    ...(streams && { streams }),
    ...(settings && { settings }),
    ...(mode && { mode }),
    ...(deletes && { deletes }),
    ...(schemaChanges && { schemaChanges }),
    ...(full && { full }),
  }
}

/**
 * The same for an engine to store: with absolute paths, so that any worker finds them. Throws a `Mistake` for an address with a
 * password.
 */
export function keptJob(io: Pick<Io, 'cwd'>, job: SyncJob, field = '--to'): SyncJob {
  const place = placeOf(io, job.to)
  if (place.kind !== 'postgres') return { ...job, to: `${place.kind}:${place.path}` }
  if (URL.canParse(place.url) && hasPassword(new URL(place.url))) {
    const hint = 'leave the password out, and set PGPASSWORD where the worker runs'
    throw new Mistake('usage', field, 'an engine keeps it, and it has a password', hint)
  }
  return job
}

/** PostgreSQL clients accept a password in either place. */
function hasPassword({ password, searchParams }: URL): boolean {
  return password !== '' || searchParams.has('password')
}
