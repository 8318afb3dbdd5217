import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { SyncError } from '../sync-error.ts'
import { parseLsn, writeLsn } from './lsn.ts'
import type { LogPosition } from './log-position.ts'
import type { Lsn } from './pgoutput/message.ts'
import { unfit } from './source-table.ts'

/** The walsender of a killed reader lives until its next write. */
const releaseMs = 30_000
const objectInUse = '55006'

/** A name unique to this sync: two destinations of one table have a slot each. At most 63 letters, digits and underscores. */
export function slotName(table: string): string {
  const readable = table
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 40)
  return `portico_${readable}_${randomBytes(6).toString('hex')}`
}

/**
 * Checks that the server allows changes to be followed. Throws a SyncError that says what to fix. Amazon RDS grants the right
 * through a role of its own
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.FeatureSupport.LogicalReplication.html,
 * 2026-11-28).
 */
export async function checkServer(client: Client, stream: string, publication: string): Promise<void> {
  const { rows } = await client.query<Record<string, string | null>>(
    `SELECT current_setting('wal_level') AS level, pg_is_in_recovery() AS standby,
            (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user)
              OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_replication' AND pg_has_role(oid, 'member')) AS replicates, current_user AS role,
            (SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate FROM pg_publication WHERE pubname = $1) AS whole`,
    [publication],
  )
  const { level, standby, replicates, role, whole } = rows[0]!
  if (standby === 't') throw unfit(stream, 'this server is a standby: connect to the primary')
  if (level !== 'logical') {
    throw unfit(
      stream,
      `wal_level is ${level}, and following changes needs logical: ALTER SYSTEM SET wal_level = logical, and restart`,
    )
  }
  if (replicates !== 't') throw unfit(stream, `the role ${role} may not replicate: ALTER ROLE ${role} REPLICATION`)
  if (whole === null)
    throw unfit(stream, `there is no publication ${publication}: CREATE PUBLICATION ${publication} FOR TABLE ${stream}`)
  if (whole !== 't') {
    throw unfit(
      stream,
      `the publication ${publication} leaves out some kinds of change: ALTER PUBLICATION ${publication} SET (publish = 'insert, update, delete, truncate')`,
    )
  }
}

/** Creates the slot of a position that is `creating`, or finds it there. It has what is committed after the returned position. */
export async function createSlot(client: Client, { slot, replaces }: LogPosition, signal: AbortSignal): Promise<Lsn> {
  return whenReleased(signal, async () => {
    await client.query(
      `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ANY($1) OR (slot_name = $2 AND wal_status = 'lost')`,
      [replaces, slot],
    )
    const { rows } = await client.query<{ lsn: string | null }>(
      'SELECT confirmed_flush_lsn AS lsn FROM pg_replication_slots WHERE slot_name = $1',
      [slot],
    )
    const made = rows[0] ?? (await newSlot(client, slot))
    if (made.lsn !== null) return parseLsn(made.lsn)!
    const message = `its replication slot ${slot} is still being created for an interrupted run, which waits for open transactions`
    throw Object.assign(new Error(message), { code: objectInUse })
  })
}

async function newSlot(client: Client, slot: string): Promise<{ readonly lsn: string }> {
  const { rows } = await client.query<{ lsn: string }>(`SELECT lsn FROM pg_create_logical_replication_slot($1, 'pgoutput')`, [
    slot,
  ])
  return rows[0]!
}

/** Retries while another session holds the slot. */
export async function whenReleased<T>(signal: AbortSignal, use: () => Promise<T>): Promise<T> {
  const until = Date.now() + releaseMs
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1_000)) {
    try {
      return await use()
    } catch (error) {
      if ((error as { readonly code?: string }).code !== objectInUse || Date.now() > until) throw error
      await sleep(waitMs, undefined, { signal })
    }
  }
}

/** Throws a SyncError where the slot no longer has everything after the position. */
export async function checkSlot(client: Client, stream: string, { slot, lsn }: LogPosition): Promise<void> {
  const { rows } = await client.query<Record<string, string | null>>(
    `SELECT s.database = current_database() AS here, s.wal_status, s.confirmed_flush_lsn AS confirmed,
            to_jsonb(s) ->> 'invalidation_reason' AS reason, pg_current_wal_lsn() AS written
       FROM pg_replication_slots s WHERE s.slot_name = $1`,
    [slot],
  )
  const [found] = rows
  if (!found || found['here'] !== 't') throw lost(stream, `its replication slot ${slot} is gone`)
  if (found['wal_status'] === 'lost') {
    throw lost(stream, `the server gave up its replication slot ${slot} (${found['reason'] ?? 'the log was removed'})`)
  }
  const confirmed = parseLsn(found['confirmed'] ?? '')
  if (confirmed === undefined || confirmed > lsn) {
    throw lost(
      stream,
      `its replication slot ${slot} is at ${found['confirmed']}, but the destination is at ${writeLsn(lsn)}: it is an older copy`,
    )
  }
  if (lsn > parseLsn(found['written']!)!) {
    throw lost(stream, `the destination is at ${writeLsn(lsn)}, which the server has not reached: it is an older copy`)
  }
}

export function lost(stream: string, problem: string): SyncError {
  return new SyncError(
    'position_lost',
    `${stream}: ${problem}, so changes may be missing: read it again with --full, which empties the table first`,
    { stream },
  )
}

/** Writes a marker into the log and returns its position: a reader that has reached it has everything committed before. */
export async function markLog(client: Client): Promise<Lsn> {
  const { rows } = await client.query<{ lsn: string }>(`SELECT pg_logical_emit_message(true, 'portico', '') AS lsn`)
  return parseLsn(rows[0]!.lsn)!
}
