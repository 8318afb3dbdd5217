import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { envelopeFamily } from './event-attributes.ts'
import type { EventIssue } from './event-error.ts'
import type { EventFamily } from './event-family.ts'
import { eventFamilies } from './families.ts'
import { schemaDocument } from './schema-document.ts'

/** Returns what is wrong with a value; an empty list if nothing is. */
export type Validate = (value: unknown) => readonly EventIssue[]

export interface KnownEvent {
  readonly family: EventFamily
  readonly event: string
  /** As a publisher: fields that the schema does not name are refused. */
  readonly publishable: Validate
  /** As a consumer: fields of a newer minor version are let through. */
  readonly acceptable: Validate
}

/** Schemas are compiled on an event's first use, so that importing them costs nothing. */
function lazily(family: EventFamily, event: string, content: 'open' | 'closed'): Validate {
  let compiled: ValidateFunction | undefined
  return (value) => {
    compiled ??= compile(family, event, content)
    return compiled(value) ? [] : (compiled.errors ?? []).map(issueOf)
  }
}

function compile(family: EventFamily, event: string, content: 'open' | 'closed'): ValidateFunction {
  // Formats repeat what the patterns beside them check. Data is bounded in size, so all errors can be reported.
  // The schemas are ours: compiling the meta-schemas to check them would cost more than everything else at the first event.
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false, meta: false, validateSchema: false })
  // Strict mode takes $anchor for a misspelt keyword (ajv 8.20).
  ajv.addKeyword('$anchor')
  return ajv.compile({ ...schemaDocument(family, content).$defs[event] })
}

function issueOf({ instancePath, message, keyword, params }: ErrorObject): EventIssue {
  const path = keyword === 'additionalProperties' ? `${instancePath}/${params['additionalProperty']}` : instancePath
  return { path, message: keyword === 'additionalProperties' ? 'is not in the schema' : (message ?? keyword) }
}

const known: ReadonlyMap<string, KnownEvent> = new Map(
  eventFamilies.flatMap((family) =>
    Object.keys(family.events).map((event): [string, KnownEvent] => [
      `portico.${family.name}.${event}`,
      { family, event, publishable: lazily(family, event, 'closed'), acceptable: lazily(family, event, 'open') },
    ]),
  ),
)

export function knownEvent(type: string): KnownEvent | undefined {
  return known.get(type)
}

export const attributesPublishable: Validate = lazily(envelopeFamily, 'attributes', 'closed')
export const attributesAcceptable: Validate = lazily(envelopeFamily, 'attributes', 'open')
