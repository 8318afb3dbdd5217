import type { Answer, ToolSession } from './tool-session.ts'
import { type StrictView, strictView } from './strict-view.ts'

/** A call as an OpenAI model makes it: the arguments are JSON text. */
export interface OpenAiCall {
  readonly name: string
  readonly arguments: string
}

export interface OpenAiTools {
  /** For `client.responses.create({ tools })`. */
  readonly responses: readonly {
    readonly type: 'function'
    readonly name: string
    readonly description: string
    readonly parameters: Record<string, unknown>
    readonly strict: true
  }[]
  /** For `client.chat.completions.create({ tools })`. */
  readonly chat: readonly {
    readonly type: 'function'
    readonly function: {
      readonly name: string
      readonly description: string
      readonly parameters: Record<string, unknown>
      readonly strict: true
    }
  }[]
  /** Runs a model's call and returns what to give back to it. */
  call(call: OpenAiCall, options?: { readonly signal?: AbortSignal }): Promise<Answer>
}

/**
 * The session's tools as OpenAI's strict functions. What strict mode forces a model to write is undone before the call path sees
 * it. Throws a TypeError for a tool name that OpenAI does not accept.
 */
export async function openAiTools(session: ToolSession): Promise<OpenAiTools> {
  const views = new Map<string, StrictView>()
  const functions = (await session.list()).map(({ name, description = '', inputSchema }) => {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
      throw new TypeError(`'${name}' is not a name that OpenAI accepts: 64 letters, digits, _ -`)
    const view = strictView(inputSchema)
    views.set(name, view)
    return { name, description, parameters: view.schema, strict: true } as const
  })
  return {
    responses: functions.map((one) => ({ type: 'function', ...one })),
    chat: functions.map((one) => ({ type: 'function', function: one })),
    async call({ name, arguments: text }, options) {
      const given = parsed(text)
      if (given === undefined)
        return {
          error: { code: 'invalid_input', message: 'the arguments are not JSON', commitState: 'not_sent', retryable: false },
        }
      return session.call(name, views.get(name)?.restore(given) ?? given, options)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
