import { type ClientCapabilities, inputRequired } from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'
import type { ToolContext } from '../call/context.ts'
import { tasksExtension } from '../tasks/task-view.ts'
import type { ToolServer } from './tool-server.ts'

export interface RequestFacts {
  readonly capabilities: ClientCapabilities | undefined
  readonly meta: Readonly<Record<string, unknown>> | undefined
  readonly signal: AbortSignal
}

/** What the handlers are told of a request, whichever way it came. */
export function contextOf({ states }: ToolServer, caller: Caller, { capabilities, meta, signal }: RequestFacts): ToolContext {
  const correlationId = meta?.['io.portico/correlationId']
  const key = meta?.['io.portico/idempotencyKey']
  return {
    caller,
    signal,
    takesTasks: takesTasks(capabilities),
    // What a host states of a call, where a model has no say.
    ...(typeof correlationId === 'string' && { correlationId }),
    ...(typeof key === 'string' && { key }),
    ...(asksByForm(capabilities) && {
      ask: async (state, questions) =>
        inputRequired({
          inputRequests: Object.fromEntries(
            Object.entries(questions).map(([name, { message, form }]) => [
              name,
              inputRequired.elicit({ message, requestedSchema: form as never }),
            ]),
          ),
          // Nothing of the request binds the state beside what is in it: client and tenant are.
          requestState: await states.mint(state),
        }),
    }),
  }
}

export function takesTasks(capabilities: ClientCapabilities | undefined): boolean {
  return capabilities?.extensions?.[tasksExtension] !== undefined
}

/** A client that names no mode asks by form, as it did before there were two. */
function asksByForm(capabilities: ClientCapabilities | undefined): boolean {
  const { elicitation } = capabilities ?? {}
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined)
}
