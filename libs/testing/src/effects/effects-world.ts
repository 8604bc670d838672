import { ChangeMany } from '#application/change-many/change-many';
import { CreateEndpoint, type CreateEndpointCommand } from '#application/create-endpoint/create-endpoint';
import { DeleteEndpoint } from '#application/delete-endpoint/delete-endpoint';
import { AttemptRecorder } from '#application/deliver-due/attempt-recorder';
import { DatabaseGate } from '#application/deliver-due/database-gate';
import { DeliverDue } from '#application/deliver-due/deliver-due';
import { ResultWriter } from '#application/deliver-due/result-writer';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { SendSlots } from '#application/deliver-due/send-slots';
import type { JobQueue } from '#application/ports/job-queue';
import type { NewEvent } from '#application/ports/journal';
import type { SecretVault } from '#application/ports/secret-vault';
import { CancelRedelivery } from '#application/redeliver/cancel-redelivery';
import { RedeliverNext } from '#application/redeliver/redeliver-next';
import { RedeliverOne } from '#application/redeliver/redeliver-one';
import { RedeliverToEndpoint } from '#application/redeliver/redeliver-to-endpoint';
import { RelayEvents } from '#application/relay-events/relay-events';
import { RotateEndpointSecret } from '#application/rotate-endpoint-secret/rotate-endpoint-secret';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
import { SweepDeliveries } from '#application/sweep-deliveries/sweep-deliveries';
import { TestEndpoint } from '#application/test-endpoint/test-endpoint';
import { UpdateEndpoint } from '#application/update-endpoint/update-endpoint';
import type { ServiceAccountActor, UserActor } from '#domain/access/actor';
import type { Role } from '#domain/access/role';
import { HttpWebhookSender } from '#integrations/webhook/src/webhook-sender';
import { Database } from '#persistence/core/database';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { SignedCursorCodec } from '#persistence/core/signed-cursor-codec';
import { SystemClock } from '#persistence/core/system-clock';
import { UlidIds } from '#persistence/core/ulid-ids';
import { PrismaDeliveryStore } from '#persistence/effects/prisma-delivery-store';
import { PrismaDeliveryViews } from '#persistence/effects/prisma-delivery-views';
import { PrismaEndpointStore } from '#persistence/effects/prisma-endpoint-store';
import { PrismaEndpointViews } from '#persistence/effects/prisma-endpoint-views';
import { PrismaMassChangeStore } from '#persistence/effects/prisma-mass-change-store';
import { PrismaOutboxStore } from '#persistence/effects/prisma-outbox-store';
import { PrismaRedeliveryStore } from '#persistence/effects/prisma-redelivery-store';
import { PrismaRedeliveryViews } from '#persistence/effects/prisma-redelivery-views';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import { KeyRing } from '#platform/crypto/key-ring';
import { SecretBox } from '#platform/crypto/secret-box';
import { AddressPolicy } from '#platform/outbound/address-policy';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { parseOutboundAllow } from '#platform/outbound/parse-outbound-allow';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';
import { createTestDatabase } from '../database/test-database.js';
import { contextOf } from '../promotion/actors.js';
import { startReceiver, type Receiver } from './receiver.js';

/** The use cases that one worker process runs. */
export interface WorkerProcess {
  readonly relay: RelayEvents;
  readonly deliver: DeliverDue;
  readonly sweep: SweepDeliveries;
  readonly changes: ChangeMany;
  readonly drains: RunningDrains;
}

/** Webhooks from the change to the receiver, over the real adapters on a fresh database and a real queue. */
export class EffectsWorld {
  readonly ids = new UlidIds();
  readonly unit: PrismaUnitOfWork;
  readonly journal: PrismaJournal;
  readonly deliveries: PrismaDeliveryStore;
  readonly redeliveries: PrismaRedeliveryStore;
  readonly outbox: PrismaOutboxStore;
  readonly deliveryViews: PrismaDeliveryViews;
  readonly endpointViews: PrismaEndpointViews;
  readonly redeliveryViews: PrismaRedeliveryViews;
  readonly queue: BullMqJobQueue;
  readonly create: CreateEndpoint;
  readonly update: UpdateEndpoint;
  readonly remove: DeleteEndpoint;
  readonly rotate: RotateEndpointSecret;
  readonly test: TestEndpoint;
  readonly redeliver: RedeliverToEndpoint;
  readonly redeliverOne: RedeliverOne;
  readonly cancelRedelivery: CancelRedelivery;
  private readonly signal = new LocalEffectsSignal();
  private readonly client = new OutboundClient({ policy: new AddressPolicy({ allow: parseOutboundAllow('127.0.0.0/8') }) });
  private readonly sender = new HttpWebhookSender(this.client, 'test');
  private readonly receivers: Receiver[] = [];

  private constructor(
    readonly database: Database,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
    private readonly vault: SecretVault,
  ) {
    const { ids, sender, signal } = this;
    const unit = (this.unit = new PrismaUnitOfWork(database));
    const journal = (this.journal = new PrismaJournal(database, ids));
    const endpoints = new PrismaEndpointStore(database);
    const change = new EndpointChange(endpoints, unit, sender);
    const cursors = new SignedCursorCodec([new Uint8Array(32)]);
    this.deliveries = new PrismaDeliveryStore(database);
    this.redeliveries = new PrismaRedeliveryStore(database);
    this.outbox = new PrismaOutboxStore(database);
    this.deliveryViews = new PrismaDeliveryViews(database, cursors);
    this.endpointViews = new PrismaEndpointViews(database, cursors);
    this.redeliveryViews = new PrismaRedeliveryViews(database, cursors, this.endpointViews);
    this.queue = new BullMqJobQueue({ kind: 'postgres', connectionString: databaseUrl }, { onError: () => undefined });
    const keys = new PrismaIdempotencyStore(database);
    this.create = new CreateEndpoint(change, endpoints, sender, vault, unit, keys, journal, ids);
    this.update = new UpdateEndpoint(change, endpoints, journal);
    this.remove = new DeleteEndpoint(change, endpoints, journal);
    this.rotate = new RotateEndpointSecret(change, endpoints, sender, vault, keys, journal);
    this.test = new TestEndpoint(change, journal, signal);
    this.redeliver = new RedeliverToEndpoint(change, this.redeliveries, keys, journal, ids);
    this.redeliverOne = new RedeliverOne(this.deliveryViews, this.deliveries, unit, journal);
    this.cancelRedelivery = new CancelRedelivery(change, this.redeliveries, journal);
  }

  /** @param vault the one of whoever else works on this database; else one with a key of its own. */
  static async start(vault?: SecretVault): Promise<EffectsWorld> {
    const made = await createTestDatabase();
    const own = vault ?? new SealedSecretVault(new SecretBox(KeyRing.parse(KeyRing.generate())));
    return new EffectsWorld(new Database({ url: made.url }), made.url, () => made.drop(), own);
  }

  async stop(): Promise<void> {
    await this.client.destroy();
    await Promise.all(this.receivers.map((receiver) => receiver.close()));
    await this.queue.close();
    await this.database.close();
    await this.drop();
  }

  /** What another worker process would be: it shares nothing with the others but the database and the queue. */
  process(queue: JobQueue = this.queue, drains = new RunningDrains()): WorkerProcess {
    const { deliveries, sender, vault, ids, unit, journal, signal, outbox } = this;
    const recorder = new AttemptRecorder(deliveries, unit, journal, signal);
    const gate = new DatabaseGate();
    return {
      drains,
      relay: new RelayEvents(outbox, ids, queue, drains),
      deliver: new DeliverDue(
        deliveries,
        sender,
        vault,
        new SendSlots(),
        new ResultWriter(recorder, gate),
        gate,
        new SystemClock(),
        queue,
        drains,
        ids,
      ),
      sweep: new SweepDeliveries(deliveries, queue, drains),
      changes: new ChangeMany(new PrismaMassChangeStore(this.database), new RedeliverNext(this.redeliveries, unit, journal)),
    };
  }

  /** A user whose role stands in the tables too, where the relay looks. */
  async user(name: string, role: Role, pattern = '*'): Promise<UserActor> {
    const id = this.ids.next('usr');
    const common = { workspace: 'default', createdAt: new Date() };
    await this.database.client.user.create({ data: { ...common, id, name } });
    await this.database.client.roleBinding.create({
      data: { ...common, id: this.ids.next('rol'), subjectType: 'user', subjectId: id, role, pattern, creatorId: id },
    });
    return { type: 'user', id, name, bindings: [{ role, pattern }] };
  }

  async model(name: string): Promise<string> {
    const id = this.ids.next('mdl');
    await this.database.client.$executeRaw`
      INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
      VALUES (${id}, 'default', ${name}, 'user', 'usr_owner', 'owner', now(), now(), now())`;
    return id;
  }

  /** Commits events of a model, as a use case does. */
  async happen(modelId: string | null, ...events: readonly (string | NewEvent)[]): Promise<void> {
    const context: CommandContext = contextOf({ type: 'system', id: 'system', name: 'system' });
    const written = events.map((event) => (typeof event === 'string' ? { type: event, data: {} } : event));
    await this.unit.run((tx) => this.journal.record(tx, context, { modelId, events: written, audit: [] }));
  }

  async receiver(answer?: Receiver['answer']): Promise<Receiver> {
    const receiver = await startReceiver(answer);
    this.receivers.push(receiver);
    return receiver;
  }

  /** An endpoint of `owner` for everything, unless told otherwise. */
  async endpoint(
    owner: UserActor | ServiceAccountActor,
    receiver: Receiver,
    more: Partial<CreateEndpointCommand> = {},
  ): Promise<{ id: string; secret: string }> {
    const { id, secret } = await this.create.execute(contextOf(owner), { url: receiver.url, eventTypes: ['*'], ...more });
    return { id, secret: secret ?? '' };
  }

  /** State and attempts of an endpoint's deliveries in the order of their positions. */
  async states(endpointId: string): Promise<string[]> {
    const rows = await this.database.client.delivery.findMany({ where: { endpointId }, orderBy: { position: 'asc' } });
    return rows.map((row) => row.state);
  }

  /** Lets the waiting times of an endpoint's retries, its leases and its circuit be over. */
  async timePasses(endpointId: string): Promise<void> {
    await this.database.client.$executeRaw`
      UPDATE delivery SET next_attempt_at = now() - interval '1 second' WHERE endpoint_id = ${endpointId} AND state IN ('pending', 'failing')`;
    await this.database.client.$executeRaw`
      UPDATE delivery SET lease_until = now() - interval '1 second' WHERE endpoint_id = ${endpointId} AND lease_until IS NOT NULL`;
    await this.database.client.$executeRaw`
      UPDATE webhook_endpoint SET circuit_open_until = now() - interval '1 second' WHERE id = ${endpointId} AND circuit_open_until IS NOT NULL`;
  }
}
