import type { AttributeRule, EntityRule, FieldTable } from './field-table.js';
import type { FilterOp } from './filter-clause.js';

const TEXT_OPS: readonly FilterOp[] = ['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'];
const WORD_OPS: readonly FilterOp[] = ['=', '!=', 'IN', 'NOT IN'];
/** Tags and params take no lists, as in MLflow. */
const ENTRY_OPS: readonly FilterOp[] = ['=', '!=', 'LIKE', 'ILIKE'];
const ORDERED_OPS: readonly FilterOp[] = ['=', '!=', '<', '<=', '>', '>='];

const text: AttributeRule = { type: 'string', ops: TEXT_OPS };
const time: AttributeRule = { type: 'timestamp', ops: ORDERED_OPS };
const tag: EntityRule = { kind: 'tag', type: 'string', ops: ENTRY_OPS };

/** `GET /models`. */
export const REST_MODEL_FIELDS: FieldTable = {
  attributes: { name: text, owner: text, createdAt: time, updatedAt: time },
  attributePrefixes: [],
  entities: { tags: tag },
  order: { name: 'name', createdAt: 'createdAt', updatedAt: 'updatedAt' },
};

/** `GET /versions` and `GET /models/{model}/versions`. `stage` compares by stage key (case-insensitively): its values keep their spelling here. */
export const REST_VERSION_FIELDS: FieldTable = {
  attributes: {
    name: text,
    owner: text,
    createdAt: time,
    updatedAt: time,
    version: { type: 'integer', ops: ORDERED_OPS },
    stage: { type: 'string', ops: WORD_OPS },
    status: { type: 'string', ops: WORD_OPS, values: ['PENDING_REGISTRATION', 'READY', 'FAILED_REGISTRATION'] },
    runId: text,
    source: text,
    alias: text,
  },
  attributePrefixes: [],
  entities: {
    tags: tag,
    metrics: { kind: 'metric', type: 'number', ops: ORDERED_OPS },
    params: { kind: 'param', type: 'string', ops: ENTRY_OPS },
  },
  order: { name: 'name', version: 'version', createdAt: 'createdAt', updatedAt: 'updatedAt' },
};
