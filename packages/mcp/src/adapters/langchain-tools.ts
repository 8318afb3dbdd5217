import type { ToolSession } from './tool-session.ts'

/** `tool` of `@langchain/core/tools`. It is passed in, so that only its users need to install it. */
export type LangchainToolMaker<Tool> = (
  run: (input: never, config: { readonly signal?: AbortSignal }) => Promise<string>,
  fields: { name: string; description: string; schema: never },
) => Tool

/** The session's tools for `model.bindTools(tools)` and LangGraph: `langchainTools(session, tool)`. */
export async function langchainTools<Tool>(session: ToolSession, tool: LangchainToolMaker<Tool>): Promise<Tool[]> {
  return (await session.list()).map(({ name, description = '', inputSchema }) =>
    tool(async (input, { signal }) => JSON.stringify(await session.call(name, input, { signal })), {
      name,
      description,
      schema: inputSchema as never,
    }),
  )
}
