import { request } from 'node:http'
import { inject } from 'vitest'

/**
 * The PostgreSQL of this run of tests: the real server, started once by the first test that asks, or the one that `DATABASE_URL`
 * names. Take a schema of your own in it, and drop it.
 */
export function testPostgres(): Promise<string> {
  return ask('GET', '')
}

/** A schema for one suite. */
export interface LentSchema {
  readonly name: string
  /** Lends it to others of its shelf. What is in it stays, so whoever lends it empties it. */
  giveBack(): Promise<void>
}

/** Lends a schema that no other test has: a new one, or one of the same shelf that was given back. It is dropped at the run's end. */
export async function lentSchema(shelf: string): Promise<LentSchema> {
  const name = await ask('POST', shelf)
  return {
    name,
    async giveBack() {
      await ask('PUT', `${shelf}/${name}`)
    },
  }
}

function ask(method: 'GET' | 'POST' | 'PUT', path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // Not fetch: a test may have replaced it, or have nock in the way.
    const asked = request(`${inject('postgresBroker')}/${path}`, { method }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
    })
    asked.on('error', reject)
    asked.end()
  })
}
