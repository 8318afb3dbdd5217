import type { GivenDecision } from './desk.ts'

/** The form that a person at a client fills in. */
export const decisionForm = {
  type: 'object',
  properties: {
    decision: {
      type: 'string',
      title: 'Decision',
      oneOf: [
        { const: 'approve', title: 'Approve as shown' },
        { const: 'edit', title: 'Approve with other arguments' },
        { const: 'reject', title: 'Reject' },
      ],
    },
    reason: { type: 'string', title: 'Reason', description: 'For a rejection.' },
    arguments: { type: 'string', title: 'Arguments', description: 'For other arguments: all of them, as JSON.' },
  },
  required: ['decision'],
} as const

type ReadDecision = { readonly decision: GivenDecision } | { readonly problem: string }

/** What the client says the person answered. It is client input, and validated as such. */
export function readDecision(response: unknown, fixed: Readonly<Record<string, unknown>>): ReadDecision {
  const { action, content } = (response ?? {}) as {
    readonly action?: unknown
    readonly content?: Readonly<Record<string, unknown>>
  }
  if (action === 'decline') return { decision: { outcome: 'reject', reason: 'declined at the client' } }
  if (action !== 'accept' || typeof content !== 'object' || content === null) return { problem: 'no decision was taken' }
  switch (content['decision']) {
    case 'approve':
      return { decision: { outcome: 'approve' } }
    case 'reject': {
      const { reason } = content
      return {
        decision: {
          outcome: 'reject',
          reason: typeof reason === 'string' && reason.trim() !== '' ? reason : 'no reason given',
        },
      }
    }
    case 'edit':
      return readEdit(content['arguments'], fixed)
    default:
      return { problem: 'decision must be approve, edit or reject' }
  }
}

function readEdit(text: unknown, fixed: Readonly<Record<string, unknown>>): ReadDecision {
  if (typeof text !== 'string') return { problem: 'an edit needs the arguments as JSON' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `the edited arguments are not JSON: ${(error as Error).message}` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'the edited arguments are not an object' }
  return { decision: { outcome: 'edit', input: { ...value, ...fixed } } }
}
