import { MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { canonicalHash } from '@portico/core'
import type { ToolContext } from '../call/context.ts'
import { declinedAnswer } from '../call/error-answer.ts'
import { recordRefusal } from '../access/refusal.ts'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { bindingOf, otherPart } from './binding.ts'
import type { FieldsState } from './client-state.ts'
import { readRound } from './read-fields.ts'

type Fields = Readonly<Record<string, unknown>>

export type FilledIn = { readonly filled: Fields; readonly answer?: undefined } | { readonly answer: object }

/**
 * The arguments that the person at the client fills in: asked for round by round, and accepted only with the signed state of the
 * question. Returns the fields, or the answer to give now. Throws -32021 if the client cannot ask.
 */
export async function fillIn(toolset: Toolset, tool: ServedTool, input: Fields, context: ToolContext): Promise<FilledIn> {
  const { asked } = tool
  if (!asked) return { filled: {} }
  const { answered, ask, takesTasks, caller } = context
  if (answered?.state.kind === 'approval') return { filled: answered.state.filled ?? {} }
  const rounds = asked.within && !takesTasks ? [...asked.before, asked.within] : asked.before
  const binding = bindingOf(tool, canonicalHash(input), caller)
  let filled: Fields = {}
  let round = 0
  if (answered) {
    const { state, responses } = answered
    const other = otherPart(binding, state)
    if (other !== undefined) {
      const reason = `the question was about another ${other}`
      await recordRefusal(toolset.governance, { rule: 'question.binding', reason, caller, asked: tool.name, tool })
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `The answer does not cover this call: ${reason}`)
    }
    ;({ filled, round } = state)
    const { values, declined, open } = readRound(rounds[round] ?? {}, responses)
    if (declined) return { answer: declinedAnswer(tool) }
    if (Object.keys(open).length === 0) {
      filled = { ...filled, ...values }
      round++
    }
  }
  const questions = rounds[round]
  if (!questions) return { filled }
  if (!ask) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { elicitation: {} } })
  const state: FieldsState = { kind: 'fields', ...binding, round, filled }
  return { answer: await ask(state, questions) }
}
