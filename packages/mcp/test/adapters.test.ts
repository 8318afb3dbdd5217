import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DynamicStructuredTool, tool as langchainTool } from '@langchain/core/tools'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import * as ai from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { OpenAI } from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson, memoryAudit } from '@portico/core'
import { toolset } from '@portico/mcp'
import { aiSdkTools, langchainTools, openAiTools, strictView, toolSession } from '@portico/mcp/adapters'
import { agent } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

/** A schema is used once or twice here: better code for it would take longer to make. One for all, since each compiles the language. */
const ajv = new Ajv2020({ strict: false, code: { optimize: false } })

let vendor: FakeVendor
beforeAll(async () => {
  vendor = await fakeVendor()
})
beforeEach(() => {
  vendor.seen.length = 0
})
afterAll(() => vendor.close())

function session(access = {}) {
  const audit = memoryAudit()
  const portico = deskPortico(vendor.origin, { audit })
  return { audit, ...toolSession(toolset(portico, { desk: '*' }, { access }), { caller: agent }) }
}

describe('OpenAI', () => {
  test('takes the tools as strict functions, and what strict mode forced is taken back', async () => {
    const sent: { tools?: unknown }[] = []
    const server = await answering(sent, {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      output: [
        {
          type: 'function_call',
          id: 'fc_1',
          call_id: 'call_1',
          name: 'desk_createTicket',
          arguments: '{"subject":"Printer","queue":null,"secret":null,"portico":null}',
        },
      ],
    })
    const open = session()
    const tools = await openAiTools(open)
    const { port } = server.address() as AddressInfo
    const client = new OpenAI({ apiKey: 'key-1', baseURL: `http://127.0.0.1:${port}`, maxRetries: 0 })
    const { output } = await client.responses.create({ model: 'm', input: 'Open a ticket', tools: [...tools.responses] })
    const [call] = output
    if (call?.type !== 'function_call') throw new Error('no call came back')
    expect(await tools.call(call)).toMatchObject({ data: { subject: 'Printer' }, call: { commitState: 'committed' } })
    expect(vendor.seen.map(({ body }) => body)).toEqual([{ subject: 'Printer' }])
    expect(sent[0]?.tools).toEqual(tools.responses)
    server.close()
    await open.close()
  })

  test('every tool keeps the rules of strict mode', async () => {
    const open = session()
    const { chat, responses } = await openAiTools(open)
    expect(chat).toHaveLength(8)
    for (const { parameters, strict } of responses) {
      expect(strict).toBe(true)
      holdStrict(parameters)
      ajv.compile(parameters)
    }
    await open.close()
  })

  test.each([
    ['{', 'the arguments are not JSON', 'desk_getTicket'],
    ['{"id":"1","portico":null,"odd":1}', 'odd', 'desk_getTicket'],
    ['null', 'arguments: expected an object', 'desk_getTicket'],
    ['{}', 'Unknown tool', 'desk_nothing'],
  ])('is told what is wrong with %s', async (text, problem, name) => {
    const open = session()
    const { call } = await openAiTools(open)
    expect(await call({ name, arguments: text })).toMatchObject({ error: { message: expect.stringContaining(problem) } })
    expect(vendor.seen).toEqual([])
    await open.close()
  })

  test('a name that OpenAI does not take is refused', async () => {
    const tools = toolset(deskPortico(vendor.origin), { desk: ['getTicket'] }, { name: (name) => name })
    await expect(openAiTools(toolSession(tools, { caller: agent }))).rejects.toThrow(
      "'desk.getTicket' is not a name that OpenAI accepts",
    )
  })
})

test('the AI SDK runs a tool that its model calls', async () => {
  const open = session()
  const tools = await aiSdkTools(open, ai)
  const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } }
  const model = new MockLanguageModelV4({
    doGenerate: {
      content: [{ type: 'tool-call', toolCallId: '1', toolName: 'desk_getTicket', input: '{"id":"7"}' }],
      finishReason: { unified: 'tool-calls', raw: undefined },
      usage,
      warnings: [],
    } as never,
  })
  const { toolResults } = await ai.generateText({ model, prompt: 'Look it up', tools: tools })
  expect(toolResults).toMatchObject([{ toolName: 'desk_getTicket', output: { data: { subject: 'Printer' } } }])
  expect(vendor.seen.map(({ url }) => url)).toEqual(['/tickets/7'])
  const [offered] = model.doGenerateCalls
  expect(offered?.tools?.find(({ name }) => name === 'desk_getTicket')).toMatchObject({ inputSchema: { required: ['id'] } })
  await open.close()
})

test('LangChain runs a tool, and gives it to a model as it is', async () => {
  const open = session()
  const tools = await langchainTools(
    open,
    (run, fields) => langchainTool(run as () => Promise<string>, fields as never) as unknown as DynamicStructuredTool,
  )
  const getTicket = tools.find(({ name }) => name === 'desk_getTicket')!
  expect(JSON.parse(String(await getTicket.invoke({ id: '8' })))).toMatchObject({ data: { subject: 'Printer' } })
  expect(vendor.seen.map(({ url }) => url)).toEqual(['/tickets/8'])
  expect(convertToOpenAITool(getTicket)).toMatchObject({ function: { name: 'desk_getTicket', parameters: { required: ['id'] } } })
  await open.close()
})

test('what MCP clients may not use is there for no framework either, and its call is audited', async () => {
  const open = session({ deny: ['desk.createTicket'] })
  const tools = await openAiTools(open)
  expect(tools.chat.map((one) => one.function.name)).not.toContain('desk_createTicket')
  expect(Object.keys(await aiSdkTools(open, ai))).not.toContain('desk_createTicket')
  expect(await tools.call({ name: 'desk_createTicket', arguments: '{"subject":"x"}' })).toMatchObject({
    error: { code: 'unknown_tool' },
  })
  expect(open.audit.rows).toMatchObject([{ operation: 'createTicket', decidedBy: 'access', outcome: 'failed' }])
  expect(vendor.seen).toEqual([])
  await open.close()
})

describe('the strict view', () => {
  // A schema, a value that it takes, and that value as strict mode makes a model write it.
  interface Case {
    readonly schema: Record<string, unknown>
    readonly value: unknown
    readonly forced: unknown
  }
  const scalar: fc.Arbitrary<Case> = fc.oneof(
    fc.string().map((value) => ({ schema: { type: 'string', maxLength: 99 }, value, forced: value })),
    fc.integer().map((value) => ({ schema: { type: 'integer' }, value, forced: value })),
    fc.boolean().map((value) => ({ schema: { type: ['boolean', 'null'] }, value, forced: value })),
    fc.constant({ schema: { enum: ['a', 'b'] }, value: 'a', forced: 'a' }),
  )
  const { one } = fc.letrec<{ one: Case; object: Case }>((tie) => ({
    one: fc.oneof(
      { maxDepth: 3 },
      scalar,
      tie('object'),
      fc.tuple(tie('one'), fc.nat({ max: 2 })).map(([{ schema, value, forced }, length]) => ({
        schema: { type: 'array', items: schema },
        value: Array.from({ length }, () => value),
        forced: Array.from({ length }, () => forced),
      })),
      fc.jsonValue().map((value) => ({ schema: {}, value, forced: JSON.stringify(value) })),
      fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()).map((value) => ({
        schema: { type: 'object', additionalProperties: true },
        value,
        forced: JSON.stringify(value),
      })),
    ),
    object: fc
      .uniqueArray(
        fc.tuple(
          fc.constantFrom('a', 'b', 'c', 'constructor'),
          tie('one'),
          fc.constantFrom('required', 'given', 'absent', 'null', 'nullable'),
        ),
        {
          selector: ([name]) => name,
        },
      )
      .map((members) => {
        const nullable = (how: string): boolean => how === 'null' || how === 'nullable'
        // Where null is allowed of what is a text of JSON, all of it is one.
        const plain = (schema: object): boolean =>
          'type' in schema && !('additionalProperties' in schema && schema.additionalProperties === true)
        const usable = members.filter(([, { schema }, how]) => !nullable(how) || (plain(schema) && schema['type'] !== 'string'))
        return {
          schema: {
            type: 'object',
            properties: Object.fromEntries(
              usable.map(([name, { schema }, how]) => [name, nullable(how) ? { anyOf: [schema, { type: 'null' }] } : schema]),
            ),
            required: usable.filter(([, , how]) => how === 'required').map(([name]) => name),
            additionalProperties: false,
          },
          value: Object.fromEntries(
            usable.filter(([, , how]) => how !== 'absent').map(([name, { value }, how]) => [name, how === 'null' ? null : value]),
          ),
          forced: Object.fromEntries(
            usable.map(([name, { forced }, how]) => [name, how === 'absent' ? null : how === 'null' ? { null: true } : forced]),
          ),
        }
      }),
  })) as unknown as { one: fc.Arbitrary<Case> }
  const object = one.filter(({ schema }) => schema['type'] === 'object' && 'properties' in schema)

  test('taken back, what strict mode forced is what was meant', () => {
    fc.assert(
      fc.property(object, ({ schema, value, forced }) => {
        const view = strictView(schema)
        holdStrict(view.schema)
        assert.ok(ajv.validate(view.schema, forced))
        assert.equal(canonicalJson(view.restore(forced)), canonicalJson(value))
      }),
      { numRuns: 30 },
    )
  })

  test('alternatives that can be told apart are alternatives; others are a text of JSON', () => {
    const kind = (name: string, more: object = {}) => ({
      type: 'object',
      properties: { kind: { const: name }, note: { type: 'string' }, ...more },
      required: ['kind'],
      additionalProperties: false,
    })
    const view = (...anyOf: object[]) =>
      strictView({ type: 'object', properties: { of: { anyOf } }, required: ['of'], additionalProperties: false })
    const told = view(kind('a'), kind('b'))
    expect(told.restore({ of: { kind: 'b', note: null } })).toEqual({ of: { kind: 'b' } })
    const alike = view(kind('a'), kind('a'))
    expect(alike.restore({ of: '{"kind":"a"}' })).toEqual({ of: { kind: 'a' } })
    expect(alike.schema).toMatchObject({ properties: { of: { type: 'string', description: 'A text of JSON.' } } })
  })

  test('a schema that holds itself ends, and what is no object is refused', () => {
    const tree = { type: 'object', properties: { below: { $ref: '#' } }, additionalProperties: false }
    expect(strictView(tree).restore({ below: '{"below":{}}' })).toEqual({ below: { below: {} } })
    expect(() => strictView({ type: 'string' })).toThrow('strict mode takes the schema of an object')
  })

  test.each([[undefined], [null], [[]], ['text'], [{ unknown: null }]])('%j is left for the call path to refuse', (given) => {
    const { restore } = strictView({ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false })
    expect(restore(given)).toEqual(given)
  })
})

const allowed = new Set([
  'type',
  'description',
  'enum',
  'const',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
])

/** OpenAI's rules: every object closed, every member required, no keyword that strict mode does not know. */
function holdStrict(schema: unknown): void {
  const { properties, required, additionalProperties, items, anyOf, ...rest } = schema as Record<string, unknown>
  assert.deepEqual(
    Object.keys(rest).filter((keyword) => !allowed.has(keyword)),
    [],
  )
  if (rest['type'] === 'object') {
    assert.equal(additionalProperties, false)
    assert.deepEqual(required, Object.keys(properties as object))
    Object.values(properties as object).forEach(holdStrict)
  }
  if (items) holdStrict(items)
  if (anyOf) (anyOf as unknown[]).forEach(holdStrict)
}

async function answering(sent: unknown[], body: object): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      sent.push(JSON.parse(Buffer.concat(chunks).toString()))
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
