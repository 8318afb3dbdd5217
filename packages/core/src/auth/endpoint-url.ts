import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { originOf } from '../http/host-pin.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { renderOrigin } from '../http/origin-template.ts'
import { AuthorizationError } from './authorization-error.ts'

const placeholder = /\{([^{}]*)\}/g
// Such text can't leave the path segment that it is put in.
const segmentPart = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/

/** The template, when it can become an endpoint's URL; else a TypeError for the connector's author. `option` names it there. */
export function endpointTemplate(option: string, template: string): string {
  const anySettings = Object.fromEntries([...template.matchAll(placeholder)].map(([, name]) => [name, 'x']))
  try {
    fill(template, anySettings)
  } catch (error) {
    throw new TypeError(`${option}: ${(error as Error).message}`, { cause: error })
  }
  return template
}

/** An endpoint's URL, each `{name}` filled from the connection's settings: https, or http to the loopback interface. */
export function endpointUrl(template: string, settings: Readonly<Record<string, unknown>>): URL {
  try {
    return fill(template, settings)
  } catch (error) {
    if (error instanceof InvalidRequest) throw new AuthorizationError('invalid_input', `settings.${error.field} ${error.message}`)
    throw error
  }
}

function fill(template: string, settings: Readonly<Record<string, unknown>>): URL {
  const [, start = '', rest = ''] = /^([a-z]+:\/\/[^/?#]+)([^#]*)$/.exec(template) ?? []
  if (start === '') throw new TypeError(`'${template}' is not the URL of an endpoint`)
  const path = rest.replace(placeholder, (_whole, name: string) =>
    pathPart(name, Object.hasOwn(settings, name) ? settings[name] : undefined),
  )
  if (start.includes('{')) return new URL(renderOrigin(start, settings).origin + path)
  try {
    return new URL(originOf(start) + path)
  } catch (error) {
    throw error instanceof HostNotAllowed ? new TypeError(`'${template}': ${error.message}`) : error
  }
}

function pathPart(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new InvalidRequest(name, 'is missing from the settings of this connection')
  if (segmentPart.test(value) && !value.includes('..')) return value
  throw new InvalidRequest(name, "is a part of a path: letters, digits, '.', '-' and '_'")
}
