// The control of the HTTP benches: Nest on Fastify with nothing around it (no auth, no validation, no hooks), and one statement per request.
import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Inject, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { Database } from '#persistence/core/database';
import { promoteByOrm } from '../lib/promote-by-orm.js';

/** As many connections as our own API has. */
const CONNECTIONS = 16;
const url = process.env['DATABASE_URL'] ?? '';
const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
const database = new Database({ url, poolSize: CONNECTIONS });

interface Move {
  readonly model: number;
  readonly version: number;
}

@Controller()
class BareController {
  constructor(
    @Inject('POOL') private readonly connections: pg.Pool,
    @Inject('DATABASE') private readonly orm: Database,
  ) {}

  @Post('promote')
  @HttpCode(201)
  async promote(@Body() { model, version }: Move): Promise<object> {
    const { rows } = await this.connections.query<object>({
      name: 'promote',
      text: 'SELECT control.promote($1, $2) AS old',
      values: [model, version],
    });
    return rows[0] ?? {};
  }

  @Post('promote-by-orm')
  @HttpCode(201)
  promoteByOrm(@Body() { model, version }: Move): Promise<object> {
    return promoteByOrm(this.orm, model, version);
  }

  @Get('models/:model/versions/:version')
  async read(@Param('model') model: string, @Param('version') version: string): Promise<object> {
    const { rows } = await this.connections.query<object>({
      name: 'read',
      text: `SELECT m.name, v.version, v.stage, v.tags, v.metrics, v.source FROM control.version v JOIN control.model m ON m.id = v.model_id
             WHERE m.name = $1 AND v.version = $2`,
      values: [model, Number(version)],
    });
    return rows[0] ?? {};
  }
}

@Module({
  controllers: [BareController],
  providers: [
    { provide: 'POOL', useValue: pool },
    { provide: 'DATABASE', useValue: database },
  ],
})
class BareModule {}

const adapter = new FastifyAdapter({ skipMiddie: true });
const app = await NestFactory.create<NestFastifyApplication>(BareModule, adapter, { logger: false });
await app.listen(0, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
process.send?.({ url: await app.getUrl() });
