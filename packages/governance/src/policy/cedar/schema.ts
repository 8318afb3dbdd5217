import type { ActionType, AttributesOrContext, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { AnyConnector } from '@portico/core'
import { compileConnector, type CompiledOperation, jsonSchemaOf } from '@portico/core/definition'
import { namespace } from './names.ts'
import { type RecordType, recordTypeOf } from './value-type.ts'

export interface GeneratedSchema {
  readonly json: SchemaJson<string>
  /** By qualified name. */
  readonly operations: ReadonlyMap<string, OperationSchema>
}

/** What a call of one operation is checked against. */
export interface OperationSchema {
  /** The part of the schema for this operation. */
  readonly json: SchemaJson<string>
  /** The Cedar record type of its input. */
  readonly input: RecordType
}

const actorTypes = ['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']
const classes = [
  'none',
  'internal_write',
  'external_message',
  'external_commitment',
  ...['A', 'R', 'S'].flatMap((scale) => [0, 1, 2, 3].map((step) => `${scale}${step}`)),
]

/**
 * The Cedar schema of the given connectors: an actor of a tenant takes the action `<connector>.<operation>`, itself `in` its
 * connector's action, on an operation that lies in its connector and its classes. Class names and actor types are closed, and
 * each action's context has the operation's own input, so a policy with a misspelt name does not validate.
 */
export function generateSchema(connectors: readonly AnyConnector[]): GeneratedSchema {
  const operations = new Map<string, OperationSchema>()
  const actions: Record<string, ActionType<string>> = {}
  const names: string[] = []
  for (const connector of connectors) {
    const compiled = compileConnector(connector)
    names.push(compiled.id)
    actions[compiled.id] = {}
    for (const operation of Object.values(compiled.operations)) {
      const { qualifiedName } = operation
      const input = recordTypeOf(jsonSchemaOf(operation.input, 'input'), operation.definition.audit?.redact ?? [])
      const action = actionOf(compiled.id, operation, input)
      actions[qualifiedName] = action
      operations.set(qualifiedName, { json: schemaOf([compiled.id], { [compiled.id]: {}, [qualifiedName]: action }), input })
    }
  }
  return { operations, json: schemaOf(names, actions) }
}

function schemaOf(connectors: string[], actions: Record<string, ActionType<string>>): SchemaJson<string> {
  return {
    [namespace]: {
      entityTypes: {
        Tenant: {},
        ActorType: { enum: actorTypes },
        Actor: { memberOfTypes: ['Tenant', 'ActorType'], shape: record({ id: text, via: { ...text, required: false } }) },
        Connector: { enum: connectors },
        Class: { enum: classes },
        Operation: { memberOfTypes: ['Connector', 'Class'] },
      },
      actions,
    },
  }
}

const text = { type: 'String' } as const

function record(attributes: Readonly<Record<string, object>>): AttributesOrContext<string> {
  return { type: 'Record', attributes: attributes as never }
}

function actionOf(connector: string, operation: CompiledOperation, input: RecordType): ActionType<string> {
  return {
    memberOf: [{ id: connector }],
    appliesTo: {
      principalTypes: ['Actor'],
      resourceTypes: ['Operation'],
      context: record({
        account: text,
        // Derived by the decision table: A runs by itself, B needs an approval.
        actionClass: text,
        correlationId: { ...text, required: false },
        input,
      }),
    },
    annotations: { doc: operation.definition.summary },
  }
}
