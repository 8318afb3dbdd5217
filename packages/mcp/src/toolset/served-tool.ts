import type { Tool } from '@modelcontextprotocol/server'
import type { Policy } from '@portico/core'
import type { CompiledOperation } from '@portico/core/definition'
import type { CompiledQuestions } from '../questions/question.ts'

/** An operation as a tool, with everything needed to serve it. */
export interface ServedTool {
  /** The tool's wire name. */
  readonly name: string
  /** The connector's name in the toolset. */
  readonly connector: string
  readonly connectorVersion: string
  /** `github.createIssue` */
  readonly qualifiedName: string
  readonly operation: CompiledOperation
  readonly wire: Tool
  readonly fixed: Readonly<Record<string, unknown>>
  /** What the person at the client is asked for before it runs. */
  readonly asked: CompiledQuestions | undefined
  /** The toolset's own rules for it. */
  readonly rules: Policy | undefined
}
