import { request } from 'node:http'
import { inject } from 'vitest'

/**
 * The PostgreSQL of this test run: the real server, started once by the first test that asks, or the one that `DATABASE_URL`
 * names. Create your own schema in it, and drop it.
 */
export function testPostgres(): Promise<string> {
  return ask('GET', '')
}

/** A schema for one suite. */
export interface LentSchema {
  readonly name: string
  /** Makes it available to others of its shelf. Its contents stay, so whoever returns it must empty it. */
  giveBack(): Promise<void>
}

/**
 * Borrows a schema that no other test has: a new one, or a returned one of the same shelf. It is dropped at the end of the run.
 */
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
    // Not fetch, which a test may have replaced or nock may intercept.
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
