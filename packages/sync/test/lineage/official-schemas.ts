import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { referenceData } from '@portico/tools/reference-data'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Facets, RunEvent } from '../../src/lineage.ts'

const runEvent = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'

/**
 * Says what of an event is not as the official schemas have it; undefined where those are absent. One for all files of tests: to compile
 * what an event needs of them takes longer than all its checks.
 */
export const officialProblems = officialValidator()

function officialValidator(): ((event: RunEvent) => readonly string[]) | undefined {
  const folder = referenceData('openlineage')
  if (folder === undefined) return undefined
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    // The official schemas are compiled for a few events and not judged themselves, which takes longer than the events.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
    formats: {
      uri: (text: string) => URL.canParse(text),
      uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
    },
  })
  const read = (file: string): object => JSON.parse(readFileSync(file, 'utf8')) as object
  ajv.addSchema(read(join(folder, 'OpenLineage.json')))
  const facetsFolder = join(folder, 'facets')
  for (const file of readdirSync(facetsFolder)) ajv.addSchema(read(join(facetsFolder, file)))

  const check = (url: string, value: unknown, at: string): readonly string[] => {
    const validate = ajv.getSchema(url)
    if (!validate) return [`${at}: there is no ${url}`]
    return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${at}${instancePath} ${message}`)
  }
  // The root is a oneOf over kinds of events, which says nothing of facets: each is checked against the schema that it names.
  const ofFacets = (facets: Facets, at: string): readonly string[] =>
    Object.entries(facets).flatMap(([name, facet]) => {
      const file = ajv.getSchema(facet._schemaURL.split('#')[0]!)?.schema as { properties?: object } | undefined
      const named = Object.hasOwn(file?.properties ?? {}, name) ? [] : [`${at}.${name}: ${facet._schemaURL} is of another facet`]
      return [...named, ...check(facet._schemaURL, facet, `${at}.${name}`)]
    })
  return (event) => [
    ...check(runEvent, event, event.eventType),
    ...ofFacets(event.run.facets, 'run'),
    ...ofFacets(event.job.facets, 'job'),
    ...event.inputs.flatMap((input) => [...ofFacets(input.facets, 'input'), ...ofFacets(input.inputFacets, 'input')]),
    ...event.outputs.flatMap((output) => [...ofFacets(output.facets, 'output'), ...ofFacets(output.outputFacets, 'output')]),
  ]
}
