import { readFileSync } from 'node:fs'
import { referenceData } from '@portico/tools/reference-data'
import { Ajv } from 'ajv'
import { load } from 'js-yaml'

/** Which payload a message of each type carries: the official description lets a message go without. */
const payloads: Readonly<Record<string, string>> = {
  SPEC: 'spec',
  CONNECTION_STATUS: 'connectionStatus',
  CATALOG: 'catalog',
  RECORD: 'record',
  STATE: 'state',
  TRACE: 'trace',
  LOG: 'log',
}

/** Says what of a message is not as the official protocol has it; undefined where that is absent. */
export function officialProtocol(): ((message: unknown) => readonly string[]) | undefined {
  const file = referenceData('airbyte/airbyte_protocol.yaml')
  if (file === undefined) return undefined
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, code: { optimize: false } })
  const { $id: _, ...protocol } = load(readFileSync(file, 'utf8')) as { $id: string }
  ajv.addSchema(protocol, 'protocol')
  const validate = ajv.getSchema('protocol#/definitions/AirbyteMessage')!
  return (message) => {
    const { type } = message as { readonly type: string }
    const payload = payloads[type]
    if (payload === undefined || !Object.hasOwn(message as object, payload)) return [`${type} without its payload`]
    return validate(message)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message: problem }) => `${instancePath} ${problem}`)
  }
}
