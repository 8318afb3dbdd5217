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

/** What handlers learn about a request, whichever way it came. */
export function contextOf({ states }: ToolServer, caller: Caller, { capabilities, meta, signal }: RequestFacts): ToolContext {
  const correlationId = meta?.['io.portico/correlationId']
  const key = meta?.['io.portico/idempotencyKey']
  return {
    caller,
    signal,
    takesTasks: takesTasks(capabilities),
    // Stated by the host of the call, out of the model's control.
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
          // The state already includes client and tenant; nothing else of the request binds it.
          requestState: await states.mint(state),
        }),
    }),
  }
}

export function takesTasks(capabilities: ClientCapabilities | undefined): boolean {
  return capabilities?.extensions?.[tasksExtension] !== undefined
}

/** A client that names no mode asks by form, as it did before modes existed. */
function asksByForm(capabilities: ClientCapabilities | undefined): boolean {
  const { elicitation } = capabilities ?? {}
  return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined)
}
