import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Authorization, httpServer, type TaskOptions, toolset } from '@portico/mcp'
import { agent } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'

let portico: ReturnType<typeof deskPortico>
beforeAll(() => {
  portico = deskPortico('http://127.0.0.1:9')
})
afterAll(() => portico.close())

describe('keys that say whose a token is', () => {
  const serve = (keys: URL) => {
    const authorization: Authorization = {
      issuer: 'https://login.acme.example',
      resource: 'https://tools.acme.example/mcp',
      keys,
      caller: () => agent,
    }
    return httpServer(toolset(portico, { desk: '*' }), { authorization })
  }

  test.each(['http://login.acme.example/jwks', 'file:///etc/jwks.json', 'https://u:p@login.acme.example/jwks'])(
    'are not fetched from %s, where somebody on the way could give others',
    (url) => {
      expect(() => serve(new URL(url))).toThrow(/authorization\.keys: /)
    },
  )

  test.each(['https://login.acme.example/jwks', 'http://127.0.0.1:9/jwks'])('are fetched from %s', async (url) => {
    await expect(serve(new URL(url)).close()).resolves.toBeUndefined()
  })
})

describe('the webhook of tasks', () => {
  const serve = (webhook: NonNullable<TaskOptions['webhook']>) =>
    httpServer(toolset(portico, { desk: '*' }), { caller: agent, tasks: { webhook } })
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

  test.each([
    [{ url: 'http://hooks.acme.example/tasks', secret }, 'is not https'],
    [{ url: 'hooks', secret }, 'is not an absolute URL'],
    [{ url: 'https://hooks.acme.example/tasks', secret: 'not a secret' }, 'secret'],
  ])('that could tell nobody, or everybody, is a mistake at the start: %j', (webhook, problem) => {
    expect(() => serve(webhook)).toThrow(problem)
    expect(() => serve(webhook)).toThrow(TypeError)
  })

  test('may be of this machine', async () => {
    await expect(serve({ url: 'http://127.0.0.1:9/tasks', secret }).close()).resolves.toBeUndefined()
  })
})
