import { get } from 'node:http'
import { inject } from 'vitest'

/**
 * The PostgreSQL of this run of tests: the real server, started once by the first test that asks, or the one that `DATABASE_URL`
 * names. Take a schema of your own in it, and drop it.
 */
export function testPostgres(): Promise<string> {
  return new Promise((resolve, reject) => {
    // Not fetch: a test may have replaced it, or have nock in the way.
    get(inject('postgresBroker'), (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
    }).on('error', reject)
  })
}
