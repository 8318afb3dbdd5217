export { duckdbDataset } from './duckdb-dataset.ts'
