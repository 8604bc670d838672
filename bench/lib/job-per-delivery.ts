import { prepareServer, Queue } from '#queue/queue-connection';
import { messageOf, startProgram, type ChildProgram } from './child-program.js';
import { isListening } from './http-bench.js';

/** The queue of the control. */
export const PER_DELIVERY_QUEUE = 'bench-per-delivery';

/** Adds jobs for the control: one per delivery, with a worker in a process of its own. */
export class JobPerDelivery {
  private added = 0;

  private constructor(
    private readonly child: ChildProgram,
    private readonly queue: InstanceType<typeof Queue>,
  ) {}

  static async start(databaseUrl: string, receiver: string): Promise<JobPerDelivery> {
    const connection = { kind: 'postgres', connectionString: databaseUrl } as const;
    await prepareServer(connection);
    const child = startProgram('bench/servers/job-per-delivery.js', { DATABASE_URL: databaseUrl, RECEIVER: receiver });
    await messageOf(child.process, isListening);
    const queue = new Queue(PER_DELIVERY_QUEUE, { connection });
    await queue.waitUntilReady();
    return new JobPerDelivery(child, queue);
  }

  async addMany(count: number): Promise<void> {
    await this.queue.addBulk(Array.from({ length: count }, () => this.job('')));
  }

  async add(promotionId: string): Promise<void> {
    const { name, data, opts } = this.job(promotionId);
    await this.queue.add(name, data, opts);
  }

  async stop(): Promise<void> {
    await this.queue.close();
    await this.child.stop();
  }

  private job(promotionId: string) {
    this.added += 1;
    return { name: 'deliver', data: { promotionId }, opts: { jobId: `job-${this.added}`, removeOnComplete: true, removeOnFail: true } };
  }
}
