import type { CallToolResult, Tool } from '@modelcontextprotocol/server'
import { canonicalHash, type ProofStatus } from '@portico/core'
import { readArguments } from '../call/arguments.ts'
import type { OwnTool } from '../tool/own-tool.ts'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { Toolset } from '../toolset/toolset.ts'
import type { ClaimLedger } from './claim-ledger.ts'
import { type GivenClaim, readClaim } from './read-claim.ts'

/**
 * `portico_claim`: an agent says what it did, and learns whether the ledger's proof of that call agrees. A claim that nothing
 * proves counts as contradicted, and is an incident, until it is corrected.
 */
export function claimTool({ tools }: Pick<Toolset, 'tools'>, ledger: ClaimLedger): OwnTool {
  return {
    wire,
    async call(given, caller) {
      const claim = readClaim(given)
      if ('problem' in claim)
        return answer({ status: 'unverified', reason: claim.problem, next: 'Fix the arguments and claim again.' })
      const tool = tools.get(claim.tool)
      const { status, reason } = await ledger.claim({
        // One claim per actor and call: a second one corrects it.
        id: canonicalHash([caller.client, caller.actor.type, caller.actor.id, claim.call]),
        tenantId: caller.tenantId,
        actor: { type: caller.actor.type, id: caller.actor.id },
        callId: claim.call,
        action: tool?.operation.qualifiedName ?? claim.tool,
        outcome: claim.outcome,
        ...(claim.arguments !== undefined && { argumentsHash: hashOf(tool, claim) }),
      })
      return answer({ status, reason, ...(status === 'contradicted' && { next: correct }) })
    },
  }
}

const correct = 'Tell the person what was really done, and claim that.'

/** Hash of the input that the arguments resolve to, as the call path computes it; invalid arguments match nothing. */
function hashOf(tool: ServedTool | undefined, { arguments: given = {} }: GivenClaim): string {
  if (!tool) return canonicalHash(given)
  const read = readArguments(tool, given)
  if (read.problem !== undefined) return canonicalHash(given)
  const parser = tool.operation.input as unknown as { safeParse(value: unknown): { success: boolean; data?: unknown } }
  const parsed = parser.safeParse(read.input)
  return canonicalHash(parsed.success ? parsed.data : read.input)
}

interface Told {
  readonly status: ProofStatus
  readonly reason: string
  readonly next?: string
}

function answer(told: Told): CallToolResult {
  const failed = told.next !== undefined
  return {
    ...(failed && { isError: true }),
    content: [
      {
        type: 'text',
        text: `The claim is ${told.status}: ${told.reason}.${failed ? ` ${told.next}` : ''}`,
        annotations: { audience: ['user'] },
      },
      { type: 'text', text: JSON.stringify(told), annotations: { audience: ['assistant'] } },
    ],
    structuredContent: { ...told },
  }
}

const dialect = 'https://json-schema.org/draft/2020-12/schema'
const text = (description: string) => ({ type: 'string', minLength: 1, maxLength: 256, description })

const wire: Tool = {
  name: 'portico_claim',
  title: 'Claim what was done',
  description:
    'Say what you did with a tool before you report it. It is compared with what was really done, and a claim that nothing proves is contradicted.',
  inputSchema: {
    $schema: dialect,
    type: 'object',
    properties: {
      call: text('The call that you speak of: `call.id` of its answer.'),
      tool: text('The name of the tool that you called.'),
      outcome: { enum: ['done', 'not_done'], description: 'Whether the vendor did it.' },
      arguments: { type: 'object', description: 'The arguments that you gave it, where they matter, without `portico`.' },
    },
    required: ['call', 'tool', 'outcome'],
    additionalProperties: false,
  },
  outputSchema: {
    $schema: dialect,
    type: 'object',
    properties: {
      status: { enum: ['verified', 'partially_verified', 'unverified', 'contradicted'] },
      reason: { type: 'string' },
      next: { type: 'string', description: 'Present where the claim does not hold: what to do.' },
    },
    required: ['status', 'reason'],
    additionalProperties: false,
  },
  annotations: {
    title: 'Claim what was done',
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
}
