import type { ActionType, AttributesOrContext, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs'
import type { AnyConnector } from '@portico/core'
import { compileConnector, type CompiledOperation, jsonSchemaOf } from '@portico/core/definition'
import { namespace } from './names.ts'
import { type RecordType, recordTypeOf } from './value-type.ts'

export interface GeneratedSchema {
  readonly json: SchemaJson<string>
  /** The Cedar record of each operation's input, by qualified name. */
  readonly inputs: ReadonlyMap<string, RecordType>
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
 * The Cedar schema of the given connectors: an actor of a tenant takes the action `<connector>.<operation>`, or one `in` the action of its
 * connector, on an operation that lies in its connector and its classes. Class names and actor types are closed, and each action's
 * context has the operation's own input, so that a policy with a misspelt name does not validate.
 */
export function generateSchema(connectors: readonly AnyConnector[]): GeneratedSchema {
  const inputs = new Map<string, RecordType>()
  const actions: Record<string, ActionType<string>> = {}
  const names: string[] = []
  for (const connector of connectors) {
    const { id, operations } = compileConnector(connector)
    names.push(id)
    actions[id] = {}
    for (const operation of Object.values(operations)) {
      const input = recordTypeOf(jsonSchemaOf(operation.input, 'input'), operation.definition.audit?.redact ?? [])
      inputs.set(operation.qualifiedName, input)
      actions[operation.qualifiedName] = actionOf(id, operation, input)
    }
  }
  return {
    inputs,
    json: {
      [namespace]: {
        entityTypes: {
          Tenant: {},
          ActorType: { enum: actorTypes },
          Actor: { memberOfTypes: ['Tenant', 'ActorType'], shape: record({ id: text, via: { ...text, required: false } }) },
          Connector: { enum: names },
          Class: { enum: classes },
          Operation: { memberOfTypes: ['Connector', 'Class'] },
        },
        actions,
      },
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
        // What the decision table derives: A runs by itself, B needs an approval.
        actionClass: text,
        correlationId: { ...text, required: false },
        input,
      }),
    },
    annotations: { doc: operation.definition.summary },
  }
}
