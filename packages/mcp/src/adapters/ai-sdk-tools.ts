import type { Answer, ToolSession } from './tool-session.ts'

/** The part of the package `ai` that makes tools. It is passed in, so that only its users need to install it. */
export interface AiSdk<Schema, Tool> {
  readonly jsonSchema: (schema: never) => Schema
  readonly dynamicTool: (tool: {
    description: string
    inputSchema: Schema
    execute: (input: unknown, options: { readonly abortSignal?: AbortSignal | undefined }) => Promise<Answer>
  }) => Tool
}

/** The session's tools for `generateText({ tools })`: `aiSdkTools(session, await import('ai'))`. */
export async function aiSdkTools<Schema, Tool>(
  session: ToolSession,
  { jsonSchema, dynamicTool }: AiSdk<Schema, Tool>,
): Promise<Record<string, Tool>> {
  const tools = (await session.list()).map(({ name, description = '', inputSchema }): [string, Tool] => [
    name,
    dynamicTool({
      description,
      inputSchema: jsonSchema(inputSchema as never),
      execute: (input, { abortSignal }) => session.call(name, input, { signal: abortSignal }),
    }),
  ])
  return Object.fromEntries(tools)
}
