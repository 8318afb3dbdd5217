import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cipherKey, secrets } from '../fixture/office.ts'

export interface Racers {
  /** Lets every process open the store and then all take the token at once. Gives what became of each. */
  race(given: Readonly<Record<'url' | 'schema' | 'token' | 'tenantId', string>>): Promise<readonly string[]>
  end(): Promise<void>
}

/** Processes that race for tokens, one race after the other: starting one costs more than all that it does. */
export function startRacers(count: number): Racers {
  const racers = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'program', 'take-token.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: join(tmpdir(), 'portico-test-compiled'),
        CIPHER_KEY: hex(cipherKey),
        SIGNING_KEY: hex(secrets.signingKeys.keys.get('k1')!),
      },
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const ended = once(child, 'close')
    return {
      end: () => {
        child.stdin.end()
        return ended
      },
      async ask(line: string): Promise<string> {
        child.stdin.write(`${line}\n`)
        const answer = await lines.next()
        if (answer.done) throw new Error('a racer ended early')
        return answer.value
      },
    }
  })
  return {
    async race(given) {
      await Promise.all(racers.map(({ ask }) => ask(JSON.stringify(given))))
      return Promise.all(racers.map(({ ask }) => ask('go')))
    },
    async end() {
      await Promise.all(racers.map(({ end }) => end()))
    },
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
