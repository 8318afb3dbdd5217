import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { load } from 'js-yaml'

/** A JSON value of an OpenAPI or Swagger document. */
export type Node = Readonly<Record<string, unknown>>

/** An official description as it is: OpenAPI 3.0 or Swagger 2.0, gzipped JSON or YAML. */
export function loadDescription(path: string): Node {
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  return (path.endsWith('.yaml.gz') ? load(text) : JSON.parse(text)) as Node
}

/** `info.version` of a description: the vendor's own name of its version. */
export function versionOf(description: Node): string {
  return String((description['info'] as Node)['version'])
}
