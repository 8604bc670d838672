import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { serviceVersion } from '#platform/version/service-version';
import { sayWhatAllRoutesDo } from './common-operations.js';
import { webhookCatalogue } from './webhook-catalogue.js';

/** OpenAPI 3.1, with the events that endpoints receive. */
export type OpenApiDocument = Omit<OpenAPIObject, 'webhooks'> & { readonly webhooks: Readonly<Record<string, unknown>> };

/** The OpenAPI 3.1 document of the REST surface, made from the controllers and their DTO classes. */
export function openApiOf(app: INestApplication): OpenApiDocument {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Slipway')
    .setDescription('Model registry and stage promotions. Errors are problem documents (RFC 9457); lists are paged by cursor.')
    .setVersion(serviceVersion())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API token, or the token of a CI identity.' }, 'bearer')
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, frame, { operationIdFactory: (_, method) => method });
  sayWhatAllRoutesDo(document);
  nullsOf31(document);
  return { ...document, webhooks: webhookCatalogue() };
}

/** OpenAPI 3.1 has no `nullable`: null is a type like others. */
function nullsOf31(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(nullsOf31);
  if (!isRecord(node)) return;
  Object.values(node).forEach(nullsOf31);
  if (node['nullable'] !== true) return;
  delete node['nullable'];
  if (typeof node['type'] === 'string') {
    node['type'] = [node['type'], 'null'];
    if (Array.isArray(node['enum'])) node['enum'] = [...node['enum'], null];
    return;
  }
  const reference = node['$ref'] === undefined ? node['allOf'] : [{ $ref: node['$ref'] }];
  if (!Array.isArray(reference)) return;
  delete node['$ref'];
  delete node['allOf'];
  node['anyOf'] = [...reference, { type: 'null' }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
