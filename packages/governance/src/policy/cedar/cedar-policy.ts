import {
  type AuthorizationAnswer,
  preparsePolicySet,
  preparseSchema,
  schemaToText,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs'
import { type AnyConnector, canonicalHash, covers, type PolicyDecision, type PolicyRequest } from '@portico/core'
import type { NamedPolicy } from '../rule.ts'
import { entity } from './names.ts'
import { CedarPolicyError } from './policy-error.ts'
import { type ReadPolicy, readPolicies } from './read-policies.ts'
import { generateSchema, type GeneratedSchema, type OperationSchema } from './schema.ts'
import { recordValue } from './value.ts'

export interface CedarPolicyOptions {
  /** The connectors that the schema is built from. Calls of any other connector are denied. */
  readonly connectors: readonly AnyConnector[]
  /** Cedar policies, as source text. */
  readonly policies: string
}

/**
 * Cedar policies as a policy. As in Cedar, whatever no `permit` permits is denied, and a `forbid` overrides every permit. A
 * matching permit with `@approval("A2")` raises the approval that the call needs; the highest one wins. `@rule("…")` names the
 * policy in receipts and audit rows, `@reason("…")` says why. Throws a `CedarPolicyError` if a policy does not validate against
 * the schema.
 */
export function cedarPolicy({ connectors, policies }: CedarPolicyOptions): NamedPolicy {
  const schema = generateSchema(connectors)
  const read = readPolicies(policies, schema.json)
  // Cedar caches parsed text by name for the life of the process: the same text gets the same name.
  const policySet = canonicalHash(policies)
  prepared(preparsePolicySet(policySet, { staticPolicies: policies }))
  const schemaNames = new Map<string, string>()
  // Cedar copies the schema for each decision: with one schema for all connectors, the cost would grow with the number of
  // operations.
  const schemaNameOf = (action: string, json: OperationSchema['json']): string => {
    const known = schemaNames.get(action)
    if (known !== undefined) return known
    const name = canonicalHash(json)
    prepared(preparseSchema(name, json))
    schemaNames.set(action, name)
    return name
  }
  return {
    name: 'cedar',
    decide(request) {
      const action = `${request.connector}.${request.operation}`
      const operation = schema.operations.get(action)
      if (!operation) return deny('cedar.unknown_operation', `the policies were checked without ${action}`)
      return decisionOf(
        statefulIsAuthorized({
          ...entitiesOf(request, action),
          context: {
            account: request.account,
            actionClass: request.actionClass,
            ...(request.correlationId !== undefined && { correlationId: request.correlationId }),
            input: recordValue(request.input, operation.input),
          },
          preparsedSchemaName: schemaNameOf(action, operation.json),
          preparsedPolicySetId: policySet,
          validateRequest: true,
        }),
        read,
      )
    },
  }
}

/** The schema that policies over these connectors are validated against, in Cedar's own form, for editors and reviews. */
export function cedarSchema(connectors: readonly AnyConnector[]): string {
  const { json }: GeneratedSchema = generateSchema(connectors)
  const written = schemaToText(json)
  if (written.type === 'failure') throw new CedarPolicyError(written.errors.map(({ message }) => message))
  return written.text
}

function prepared(answer: ReturnType<typeof preparseSchema>): void {
  if (answer.type === 'failure') throw new CedarPolicyError(answer.errors.map(({ message }) => message))
}

function entitiesOf({ actor, tenantId, connector, classes }: PolicyRequest, action: string) {
  const principal = entity('Actor', actor.id)
  const resource = entity('Operation', action)
  return {
    principal,
    action: entity('Action', action),
    resource,
    entities: [
      {
        uid: principal,
        attrs: { id: actor.id, ...(actor.via !== undefined && { via: actor.via }) },
        parents: [entity('Tenant', tenantId), entity('ActorType', actor.type)],
      },
      {
        uid: resource,
        attrs: {},
        parents: [entity('Connector', connector), ...Object.values(classes).map((name) => entity('Class', name))],
      },
    ],
  }
}

function decisionOf(answer: AuthorizationAnswer, policies: ReadonlyMap<string, ReadPolicy>): PolicyDecision {
  if (answer.type === 'failure')
    return deny('cedar.error', `the call does not fit the schema: ${answer.errors.map(({ message }) => message).join('; ')}`)
  const { decision, diagnostics } = answer.response
  const [error] = diagnostics.errors
  // Cedar skips a policy that errors, so what it would have forbidden would pass.
  if (error) return deny('cedar.error', `${policies.get(error.policyId)?.rule ?? error.policyId} failed: ${error.error.message}`)
  const applied = [...policies.values()].filter(({ id }) => diagnostics.reason.includes(id))
  const [first] = applied
  if (decision === 'deny') {
    if (!first) return deny('cedar.no_permit', 'no policy permits it')
    return deny(first.rule, first.reason ?? `${first.rule} forbids it`)
  }
  const raise = applied.reduce<ReadPolicy | undefined>(
    (most, policy) => (policy.approval === undefined || (most && covers(most.approval!, policy.approval)) ? most : policy),
    undefined,
  )
  if (raise?.approval === undefined) return { effect: 'abstain' }
  const reason = raise.reason ?? `${raise.rule} asks for ${raise.approval}`
  return { effect: 'raise', approval: raise.approval, rule: raise.rule, reason }
}

function deny(rule: string, reason: string): PolicyDecision {
  return { effect: 'deny', rule, reason }
}
