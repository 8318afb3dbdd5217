import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { originOf } from '../http/host-pin.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { anySettings, fillPath, renderOrigin } from '../http/origin-template.ts'
import { AuthorizationError } from './authorization-error.ts'

/** The template, when it can become an endpoint's URL; else a TypeError for the connector's author. `option` names it there. */
export function endpointTemplate(option: string, template: string): string {
  try {
    fill(template, anySettings(template))
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
  const path = fillPath(rest, settings)
  if (start.includes('{')) return new URL(renderOrigin(start, settings).origin + path)
  try {
    return new URL(originOf(start) + path)
  } catch (error) {
    throw error instanceof HostNotAllowed ? new TypeError(`'${template}': ${error.message}`) : error
  }
}
