export { natsSink } from './sinks/nats/nats-sink.ts'
export type { NatsSinkOptions } from './sinks/nats/nats-sink.ts'
