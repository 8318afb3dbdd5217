import type { PolicyDecision } from '@portico/core'

/** A policy may be written without types, so its result is checked. Throws if it is no decision. */
export function checkDecision(given: unknown): PolicyDecision {
  if (isDecision(given)) return given
  throw new TypeError('it gave a decision that does not exist')
}

function isDecision(given: unknown): given is PolicyDecision {
  if (typeof given !== 'object' || given === null) return false
  const { effect, rule, reason, approval, by } = given as Readonly<Record<string, unknown>>
  switch (effect) {
    case 'abstain':
      return true
    case 'deny':
      return isText(rule) && isText(reason)
    case 'raise':
      return isText(rule) && isText(reason) && approval !== 'A0' && isApproval(approval)
    case 'granted':
      return isText(rule) && isApproval(approval) && isPerson(by)
    default:
      return false
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

function isApproval(value: unknown): boolean {
  return value === 'A0' || value === 'A1' || value === 'A2' || value === 'A3'
}

function isPerson(value: unknown): boolean {
  const { type, id } = (value ?? {}) as Readonly<Record<string, unknown>>
  return type === 'human' && isText(id)
}
