import pg, { type Client } from 'pg'

export const table = 'things'
const rowsAtFirst = 20_000

/** Creates the table to write to, with rows in it, and its publication. */
export async function prepare(client: Client): Promise<void> {
  await client.query(`CREATE TABLE ${table} (id bigint PRIMARY KEY, value text NOT NULL, paper text)`)
  // Values that are stored out of line, so that the log omits them from most updates.
  await client.query(`ALTER TABLE ${table} ALTER paper SET STORAGE EXTERNAL`)
  await client.query(
    `INSERT INTO ${table} SELECT n, 'first ' || n, CASE WHEN n % 50 = 0 THEN repeat('paper ' || n, 400) END FROM generate_series(1, ${rowsAtFirst}) n`,
  )
  await client.query(`CREATE PUBLICATION portico FOR TABLE ${table}`)
}

export interface Load {
  /** Rows inserted, updated and deleted so far, and truncations. What was rolled back does not count. */
  readonly written: () => number
  readonly done: Promise<void>
}

/**
 * Writes changes over several sessions at once: inserts, updates, deletions, key changes, one truncation, and some that are
 * rolled back. `allowed` returns how many changes there may be by now.
 */
export function startLoad(url: string, changes: number, allowed: () => number, random: () => number): Load {
  let written = 0
  let nextId = rowsAtFirst
  let truncated = false
  const some = (count: number): number[] => Array.from({ length: count }, () => 1 + Math.floor(random() * nextId))

  const transaction = async (client: Client): Promise<void> => {
    const size = 1 + Math.floor(random() * 60)
    let rows = 0
    const count = async (text: string, values: unknown[]): Promise<void> => {
      rows += (await client.query(text, values)).rowCount ?? 0
    }
    const from = nextId
    nextId += size
    await client.query('BEGIN')
    await count(`INSERT INTO ${table} SELECT n, 'new ' || n, repeat('p', $3) FROM generate_series($1::bigint, $2) n`, [
      from + 1,
      from + size,
      random() < 0.1 ? 3_000 : 10,
    ])
    // Sessions that lock rows in the same order can't deadlock.
    await count(
      `UPDATE ${table} SET value = $2 WHERE id IN (SELECT id FROM ${table} WHERE id = ANY($1) ORDER BY id FOR UPDATE)`,
      [some(size), `changed ${from}`],
    )
    if (random() < 0.3) await count(`DELETE FROM ${table} WHERE id = ANY($1) AND id > $2`, [[from + 1, from + size], 0])
    if (random() < 0.2) await count(`UPDATE ${table} SET id = -id WHERE id = $1`, [from + size])
    if (!truncated && written > changes / 2) {
      truncated = true
      await client.query(`TRUNCATE ${table}`)
      rows++
    }
    if (random() < 0.05) {
      await client.query('ROLLBACK')
      return
    }
    await client.query('COMMIT')
    written += rows
  }

  const session = async (): Promise<void> => {
    const client = new pg.Client(url)
    await client.connect()
    try {
      const isDone = (): boolean => written >= changes
      while (!isDone()) {
        if (written < allowed()) await retried(() => transaction(client), client)
        else await new Promise((resolve) => setTimeout(resolve, 20))
      }
    } finally {
      await client.end()
    }
  }
  const done = Promise.all([session(), session(), session()]).then(() => undefined)
  return { written: () => written, done }
}

const deadlock = '40P01'

async function retried(work: () => Promise<void>, client: Client): Promise<void> {
  try {
    await work()
  } catch (error) {
    await client.query('ROLLBACK')
    if ((error as { readonly code?: string }).code !== deadlock) throw error
  }
}
