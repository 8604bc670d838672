import type { LoggerService } from '@nestjs/common';

/** Nest tells each module and each route at every boot: a hundred lines that nobody reads, before the few that count. */
const DIARY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** The same logger for Nest's own use: what the framework tells of its start is written at the level `debug`. */
export function quietFrameworkLogger(
  logger: Required<Pick<LoggerService, 'log' | 'warn' | 'error' | 'fatal' | 'debug' | 'verbose'>>,
): LoggerService {
  return {
    log: (message: unknown, ...rest: unknown[]): void => {
      const context = rest.at(-1);
      if (typeof context === 'string' && DIARY.has(context)) logger.debug(message, ...rest);
      else logger.log(message, ...rest);
    },
    warn: (message: unknown, ...rest: unknown[]): void => logger.warn(message, ...rest),
    error: (message: unknown, ...rest: unknown[]): void => logger.error(message, ...rest),
    fatal: (message: unknown, ...rest: unknown[]): void => logger.fatal(message, ...rest),
    debug: (message: unknown, ...rest: unknown[]): void => logger.debug(message, ...rest),
    verbose: (message: unknown, ...rest: unknown[]): void => logger.verbose(message, ...rest),
  };
}
