/** A value that is created when first read, and the call that creates it. */
interface Deferred {
  make: (() => object) | undefined
  made: object | undefined
}

const original = Symbol('portico.original')

/** Methods that only derive another schema are deferred along with their target. Any other creates the target at once. */
const derivations: ReadonlySet<PropertyKey> = new Set(
  [
    'optional nullable nullish default describe meta',
    'min max length nonempty regex startsWith endsWith',
    'int positive nonnegative multipleOf gt gte lt lte',
    'extend pick omit partial required strict loose catchall or and',
  ].flatMap((names) => names.split(' ')),
)

/** A stand-in for the result of `make`, which runs when that result is first needed. */
function deferred(make: () => object): object {
  return new Proxy<Deferred>({ make, made: undefined }, handler)
}

const handler: ProxyHandler<Deferred> = {
  get(target, key) {
    if (key === original) return made(target)
    // Also for one that exists by now: its arguments may contain stand-ins.
    if (derivations.has(key)) {
      // Without an argument, `meta` reads instead of deriving.
      return (...given: readonly unknown[]) =>
        key === 'meta' && given.length === 0 ? derive(made(target), key, given) : deferred(() => derive(made(target), key, given))
    }
    return Reflect.get(made(target), key)
  },
  has: (target, key) => key === original || Reflect.has(made(target), key),
  getPrototypeOf: (target) => Reflect.getPrototypeOf(made(target)),
}

function made(target: Deferred): object {
  if (target.made === undefined) {
    target.made = target.make!()
    target.make = undefined
  }
  return target.made
}

type Derive = (...given: readonly unknown[]) => object

function derive(schema: object, method: PropertyKey, given: readonly unknown[]): object {
  return (schema as Readonly<Record<PropertyKey, Derive>>)[method]!(...given.map(withOriginals))
}

/** Resolves stand-ins, also in lists, in plain objects and in what their getters return, so that no schema contains one. */
export function withOriginals(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (original in value) return value[original]
  if (Array.isArray(value)) return value.map(withOriginals)
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  const properties: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(value)
  for (const property of Object.values(properties)) {
    const read = property.get?.bind(value)
    // A getter is read only when zod reads it: a schema that refers to itself does not exist before that.
    if (read) property.get = () => withOriginals(read())
    else property.value = withOriginals(property.value)
  }
  return Object.defineProperties({}, properties)
}

/** The same function, deferred until its result is read. */
export function deferring<Make extends (...given: never[]) => object>(make: Make): Make {
  const build = make as unknown as Derive
  return ((...given: readonly unknown[]) => deferred(() => build(...given.map(withOriginals)))) as unknown as Make
}
