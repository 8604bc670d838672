import { migrate } from '#persistence/migrate/migrate';

/** `migrate` in a process of its own, to be killed: the address of the database and the folder of migrations are its arguments. */
const [, , url = '', migrationsDir = ''] = process.argv;
process.stdout.write(`applied ${JSON.stringify((await migrate(url, { migrationsDir })).applied)}\n`);
